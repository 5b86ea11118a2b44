export interface PrivateNetwork {
  id: string;
  name: string;
  tags: string[];
  vpcId: string;
  subnets: Subnet[];
  defaultRoutePropagationEnabled: boolean;
  createdAt: Date;
  updatedAt: Date;
  /** Ids of what is attached or still has an address in it; only an empty network can be deleted. */
  holders: Set<string>;
}

export interface Subnet {
  id: string;
  /** A CIDR block. */
  subnet: string;
  createdAt: Date;
}
