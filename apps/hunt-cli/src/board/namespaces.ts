/** Namespaces of a board, by what lives in them. */
export const boardNamespaces = {
  ingress: 'ingress',
  certificates: 'cert-manager',
  logging: 'logging',
  monitoring: 'monitoring',
} as const;
