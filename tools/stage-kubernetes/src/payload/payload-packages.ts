import type { DebianPackages } from '@wescale/build-cache';

/**
 * What the files `k3s` and `kapsule` carry beside Kubernetes itself. A machine with nothing but Debian's base runs it: the libraries
 * are those that a base may lack.
 */
export const payloadPackages: DebianPackages = {
  name: 'container-runtime',
  release: 'bookworm',
  packages: [
    {
      name: 'containerd',
      version: '1.6.20~ds1-1+deb12u3',
      sha256: '8669d264eeb0fcdb4a0b1ba436ab88ec5dafde4a66e1278ec279d830db4c2216',
    },
    {
      name: 'containernetworking-plugins',
      version: '1.1.1+ds1-3+b5',
      sha256: '4cac8143474d1249b19f7b0e80b8d0daaa6dfdaa8bd514bc468d38d4a108099f',
    },
    {
      name: 'iptables',
      version: '1.8.9-2',
      sha256: '2928d3ca6ca8a3dc3f423f6752822b1f3614a5ba609ff7806bcba4449ffe90e1',
    },
    {
      name: 'libbsd0',
      version: '0.11.7-2',
      sha256: 'bb31cc8b40f962a85b2cec970f7f79cc704a1ae4bad24257a822055404b2c60b',
    },
    {
      name: 'libedit2',
      version: '3.1-20221030-2',
      sha256: '1cf14abf2716d3279db12d0657a5737cf70074a1e71d3bdf73206625e3c89ce6',
    },
    {
      name: 'libjansson4',
      version: '2.14-2',
      sha256: '3fc9742f9f1a37bcb9931df6074b4d1483419ef832ad5349f47323e75fc27864',
    },
    {
      name: 'libmd0',
      version: '1.0.4-2',
      sha256: '03539fd30c509e27101d13a56e52eda9062bdf1aefe337c07ab56def25a13eab',
    },
    {
      name: 'libmnl0',
      version: '1.0.4-3',
      sha256: '4581f42e3373cb72f9ea4e88163b17873afca614a6c6f54637e95aa75983ea7c',
    },
    {
      name: 'libnetfilter-conntrack3',
      version: '1.0.9-3',
      sha256: '65f1539238f60fcc85d115acd640474f45c77bfddcf402eb7d75965a783c2bc8',
    },
    {
      name: 'libnfnetlink0',
      version: '1.0.2-2',
      sha256: 'ae5cbba417ea48f34c1f72c27e8146a81f20614c1296bca2cd7234c8215fddcc',
    },
    {
      name: 'libnftables1',
      version: '1.0.6-2+deb12u2',
      sha256: '3a8223f9bfba99d97bf25296ac83de307ab036e1df63e5965f88809266851947',
    },
    {
      name: 'libnftnl11',
      version: '1.2.4-2',
      sha256: '9e619e1470a1915264e906020f3bfc046fd8458043b1342686d997b5078213af',
    },
    {
      name: 'libseccomp2',
      version: '2.5.4-1+deb12u1',
      sha256: '108fe67957ca7cf9ba51d801118a1b37d404bea7b6e365025cd00779e9eca38d',
    },
    {
      name: 'libxtables12',
      version: '1.8.9-2',
      sha256: 'cb841d66950a43af4a398625313d2f3da9065299c9738538de6c2c3495857040',
    },
    {
      name: 'nftables',
      version: '1.0.6-2+deb12u2',
      sha256: '966ff20ce58c17163a771c02ddbca264291408f94c512bd85dd18da0ebdbe88c',
    },
    {
      name: 'runc',
      version: '1.1.5+ds1-1+deb12u1',
      sha256: 'a00351f8c0318de0b424ecf5cd0fdb69880a89f3511cae4f6fff7de3e57881c5',
    },
  ],
};
