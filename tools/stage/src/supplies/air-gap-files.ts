/** Names of the two files with which a release of k3s goes where no registry is [facts/k3s-rancher.md 1, "Air-gap"]. */
export const airGapArchive = 'k3s-airgap-images-amd64.tar.zst';
export const airGapChecksums = 'k3s-airgap-images-amd64.sha256sum';
