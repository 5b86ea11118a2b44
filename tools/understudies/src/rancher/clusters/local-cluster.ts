/** The id of the cluster that Rancher itself runs in. */
export const localClusterId = 'local';
