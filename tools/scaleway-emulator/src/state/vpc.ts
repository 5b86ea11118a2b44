export interface Vpc {
  id: string;
  name: string;
  tags: string[];
  isDefault: boolean;
  createdAt: Date;
  updatedAt: Date;
}
