// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // one of the forms that htpasswd files have
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
)

// TestAgentToGatewayIsSecured starts agent and gateway with each of the ways to secure what is between
// them: what the agent sends arrives, and who cannot show what is asked for is refused.
func TestAgentToGatewayIsSecured(t *testing.T) {
	secrets := newSecrets(t)
	for name, overlays := range map[string][]string{
		"tls":    {"tls.yaml"},
		"mtls":   {"mtls.yaml"},
		"bearer": {"tls.yaml", "bearer.yaml"},
		"basic":  {"tls.yaml", "basic.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			jaeger := newSink(t)
			inFront, behind := newLayout(t), newLayout(t)
			part := behind.Collector("gateway.yaml")
			part.Name = "gateway"
			part.Env = append(part.Env, "JAEGER_ENDPOINT="+jaeger.address, "DECISION_WAIT=1s")
			for _, overlay := range overlays {
				part.Command = append(part.Command, "--config", filepath.Join(root(), "configs", "gateway.d", overlay))
			}
			run(t, part, secrets.env("gateway")...)
			client := agent(inFront, []string{behind.OTLPGRPC})
			for _, overlay := range overlays {
				client.Command = append(client.Command, "--config", filepath.Join(root(), "configs", "agent.d", overlay))
			}
			run(t, client, secrets.env("agent")...)

			require.NoError(t, sendErrors(t.Context(), inFront, 10, "secured"))
			eventually(t, func(context.Context) error { return wanted("spans", 10, jaeger.total()) })

			require.Error(t, sendErrors(t.Context(), behind, 1, "in the clear", grpc.WithTransportCredentials(insecure.NewCredentials())))
			if name != "tls" {
				unknown := credentials.NewTLS(&tls.Config{RootCAs: secrets.pool, MinVersion: tls.VersionTLS12})
				err := sendErrors(t.Context(), behind, 1, "unknown", grpc.WithTransportCredentials(unknown))
				require.Error(t, err)
				assert.NotContains(t, err.Error(), "x509", "the gateway's own certificate is right")
			}
		})
	}
}

// TestAgentBoundsMessages sends an agent more in one request than it takes.
func TestAgentBoundsMessages(t *testing.T) {
	layout := newLayout(t)
	run(t, agent(layout, []string{newSink(t).address}))
	require.NoError(t, sendErrors(t.Context(), layout, 1, string(make([]byte, 1<<20))))
	require.ErrorContains(t, sendErrors(t.Context(), layout, 1, string(make([]byte, 17<<20))), "larger than max")
}

// secrets is a folder with an authority, the certificates, and what is needed to sign in.
type secrets struct {
	dir  string
	pool *x509.CertPool
}

func (s secrets) env(of string) []string {
	var env []string
	for variable, file := range map[string]string{
		"TLS_CA_FILE": "ca.crt", "TLS_CERT_FILE": of + ".crt", "TLS_KEY_FILE": of + ".key",
		"TOKEN_FILE": "token", "BASIC_PASSWORD_FILE": "password", "BASIC_HTPASSWD_FILE": "htpasswd",
	} {
		env = append(env, variable+"="+filepath.Join(s.dir, file))
	}
	return append(env, "BASIC_USERNAME=agent")
}

func newSecrets(t *testing.T) secrets {
	t.Helper()
	s := secrets{dir: t.TempDir(), pool: x509.NewCertPool()}
	now := time.Now()
	template := func(serial int64, name string) *x509.Certificate {
		return &x509.Certificate{
			SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name},
			NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
			KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		}
	}
	authority := template(1, "authority")
	authority.IsCA, authority.BasicConstraintsValid = true, true
	authority.KeyUsage |= x509.KeyUsageCertSign
	authorityKey := s.write(t, "ca", authority, authority, nil)
	parsed, err := x509.ParseCertificate(authority.Raw)
	require.NoError(t, err)
	s.pool.AddCert(parsed)
	for i, name := range []string{"gateway", "agent"} {
		s.write(t, name, template(int64(i+2), name), authority, authorityKey)
	}

	hash := sha1.Sum([]byte("open sesame")) //nolint:gosec // one of the forms that htpasswd files have
	for file, text := range map[string]string{
		"token": "s.example-token", "password": "open sesame",
		"htpasswd": "agent:{SHA}" + base64.StdEncoding.EncodeToString(hash[:]) + "\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(s.dir, file), []byte(text), 0o600))
	}
	return s
}

// write makes a key and a certificate, which signer signs, or the key itself without one.
func (s secrets) write(t *testing.T, name string, template, parent *x509.Certificate, signer *ecdsa.PrivateKey) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	if signer == nil {
		signer = key
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	require.NoError(t, err)
	template.Raw = certificate
	private, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	for file, block := range map[string]*pem.Block{
		name + ".crt": {Type: "CERTIFICATE", Bytes: certificate},
		name + ".key": {Type: "PRIVATE KEY", Bytes: private},
	} {
		require.NoError(t, os.WriteFile(filepath.Join(s.dir, file), pem.EncodeToMemory(block), 0o600))
	}
	return key
}
