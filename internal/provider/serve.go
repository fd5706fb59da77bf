package provider

import (
	"os"
	"os/signal"
	"syscall"

	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
	"google.golang.org/grpc"
)

// Terraform asks for ten objects at once unless -parallelism says otherwise.
// What more it asks for is answered without a worker.
const workers = 16

const maxMessage = 256 << 20 // bytes, as tf6server.Serve has it

// window is how much of a message may be on its way. Where it is fixed, gRPC does
// without the pings that look for the best one: a sixth of all system calls.
const window = 1 << 20 // bytes

// address is where Terraform finds the provider.
const address = "registry.terraform.io/tableau-as-code/tableau"

// handshake tells Terraform which protocol this process speaks, and a person
// who runs it that it is a plugin (Terraform plugin protocol, version 6).
var handshake = plugin.HandshakeConfig{
	ProtocolVersion:  6,
	MagicCookieKey:   "TF_PLUGIN_MAGIC_COOKIE",
	MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
}

// Serve answers Terraform until it has no more to ask. Unlike tf6server.Serve it
// lets lasting workers answer: a goroutine for each request spends a twelfth of
// the CPU time of a refresh on growing its stack.
func (p *Provider) Serve() {
	// Whoever stops a service or a job tells all its processes to end. Terraform then lets what
	// is under way finish, and ends the provider itself: with a call, or by killing it.
	signal.Ignore(syscall.SIGTERM)
	dumpNothing()
	plugin.Serve(&plugin.ServeConfig{
		HandshakeConfig: handshake,
		Plugins: plugin.PluginSet{"provider": &tf6server.GRPCProviderPlugin{
			Name:         address,
			GRPCProvider: func() tfprotov6.ProviderServer { return NewServer(p) },
		}},
		GRPCServer: func(options []grpc.ServerOption) *grpc.Server {
			return grpc.NewServer(append(options,
				grpc.MaxRecvMsgSize(maxMessage), grpc.MaxSendMsgSize(maxMessage),
				grpc.InitialWindowSize(window), grpc.InitialConnWindowSize(workers*window), grpc.NumStreamWorkers(workers))...)
		},
	})
}

// ServeDebugger says where Terraform finds this process, and answers it until
// an interrupt. Errors are those of the beginning.
func (p *Provider) ServeDebugger() error {
	dumpNothing()
	return tf6server.Serve(address, func() tfprotov6.ProviderServer { return NewServer(p) }, tf6server.WithManagedDebug())
}

// dumpNothing has terraform-plugin-go write no messages to files: those of the
// provider's configuration hold its secrets, and everybody may read the files.
func dumpNothing() {
	_ = os.Unsetenv("TF_LOG_SDK_PROTO_DATA_DIR") // fails for no name like this
}
