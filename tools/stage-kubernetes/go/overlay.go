package main

import (
	"fmt"
	"net"
	"net/netip"
	"slices"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
	corev1 "k8s.io/api/core/v1"
)

const (
	overlayDevice = "kapsule.vxlan"
	// As Cilium's and flannel's on Linux.
	overlayPort = 8472
	// Ethernet, IPv4, UDP and VXLAN around each packet (RFC 7348 §5).
	overlayOverhead = 50
)

// overlay carries packets between pods of different nodes, in UDP between the nodes' addresses: whoever is between
// them need not know any pod's, and the pods' addresses stay as they are.
type overlay struct {
	link    netlink.Link
	mtu     int
	address netip.Addr // of this node
}

// peer is another node as the overlay sees it.
type peer struct {
	address netip.Addr
	pods    netip.Prefix
}

// mac is the peer's address on the overlay, so that nobody has to ask for it.
func (p peer) mac() net.HardwareAddr {
	address := p.address.As4()
	return append(net.HardwareAddr{0x02, 0x4b}, address[:]...)
}

// gateway is what its pods are routed by: the first address of their network, which no pod has.
func (p peer) gateway() net.IP { return p.pods.Masked().Addr().AsSlice() }

func (p peer) network() *net.IPNet {
	return &net.IPNet{IP: p.gateway(), Mask: net.CIDRMask(p.pods.Bits(), 32)}
}

// newOverlay makes the device; one from before that is the same stays, with all that goes through it.
func newOverlay(nodeAddress, podCIDR string) (*overlay, error) {
	own := peer{netip.MustParseAddr(nodeAddress), netip.MustParsePrefix(podCIDR)}
	below, err := linkWithAddress(nodeAddress)
	if err != nil {
		return nil, err
	}
	mtu := below.Attrs().MTU - overlayOverhead
	if present, err := netlink.LinkByName(overlayDevice); err == nil {
		if vxlan, isVXLAN := present.(*netlink.Vxlan); isVXLAN && vxlan.SrcAddr.Equal(own.address.AsSlice()) && slices.Equal(present.Attrs().HardwareAddr, own.mac()) && present.Attrs().MTU == mtu {
			return &overlay{present, mtu, own.address}, nil
		}
		if err := netlink.LinkDel(present); err != nil {
			return nil, err
		}
	}
	link := &netlink.Vxlan{LinkAttrs: netlink.LinkAttrs{Name: overlayDevice, MTU: mtu, HardwareAddr: own.mac()}, VxlanId: 1, VtepDevIndex: below.Attrs().Index,
		SrcAddr: own.address.AsSlice(), Port: overlayPort}
	if err := netlink.LinkAdd(link); err != nil {
		return nil, fmt.Errorf("making %s, which connects pods of different nodes: %w", overlayDevice, err)
	}
	address := &netlink.Addr{IPNet: &net.IPNet{IP: own.gateway(), Mask: net.CIDRMask(32, 32)}}
	if err := netlink.AddrReplace(link, address); err != nil {
		return nil, err
	}
	return &overlay{link, mtu, own.address}, netlink.LinkSetUp(link)
}

func linkWithAddress(address string) (netlink.Link, error) {
	present, err := netlink.AddrList(nil, netlink.FAMILY_V4)
	if err != nil {
		return nil, err
	}
	for _, one := range present {
		if one.IP.String() == address {
			return netlink.LinkByIndex(one.LinkIndex)
		}
	}
	return nil, fmt.Errorf("no interface has the node address %s", address)
}

// set leads to these peers and to no others.
func (o *overlay) set(peers []peer) error {
	for _, p := range peers {
		neighbour := netlink.Neigh{LinkIndex: o.link.Attrs().Index, State: netlink.NUD_PERMANENT, HardwareAddr: p.mac()}
		byAddress, byMAC := neighbour, neighbour
		byAddress.Family, byAddress.IP = unix.AF_INET, p.gateway()
		byMAC.Family, byMAC.Flags, byMAC.IP = unix.AF_BRIDGE, netlink.NTF_SELF, p.address.AsSlice()
		route := &netlink.Route{LinkIndex: o.link.Attrs().Index, Dst: p.network(), Gw: p.gateway(), Flags: int(netlink.FLAG_ONLINK)}
		for _, err := range []error{netlink.NeighSet(&byAddress), netlink.NeighSet(&byMAC), netlink.RouteReplace(route)} {
			if err != nil {
				return fmt.Errorf("leading to the pods of %s: %w", p.address, err)
			}
		}
	}
	routes, err := netlink.RouteList(o.link, netlink.FAMILY_V4)
	if err != nil {
		return err
	}
	for _, route := range routes {
		if route.Gw != nil && !slices.ContainsFunc(peers, func(p peer) bool { return p.network().String() == route.Dst.String() }) {
			if err := netlink.RouteDel(&route); err != nil {
				return err
			}
		}
	}
	return nil
}

// peersOf are the other nodes that have an address and addresses for pods.
func peersOf(nodes []*corev1.Node, self string) []peer {
	peers := []peer{}
	for _, node := range nodes {
		pods, err := netip.ParsePrefix(node.Spec.PodCIDR)
		if node.Name == self || err != nil {
			continue
		}
		for _, one := range node.Status.Addresses {
			if address, err := netip.ParseAddr(one.Address); one.Type == corev1.NodeInternalIP && err == nil && address.Is4() {
				peers = append(peers, peer{address, pods})
				break
			}
		}
	}
	slices.SortFunc(peers, func(a, b peer) int { return a.address.Compare(b.address) })
	return peers
}
