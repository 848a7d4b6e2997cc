// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"archive/tar"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// image stands in for one that docker-compose.yml names, where no registry can be reached: from scratch, with
// the same program at the same path, the same user, and the folders that volumes take their owner from.
type image struct {
	files      map[string]string // path in the image, to file on this host
	folders    map[string]int    // path in the image, to owner
	entrypoint string            // in the form of an instruction of a Dockerfile
	user       string
	env        []string
}

// images are those of docker-compose.yml by the name of the service. Grafana cannot be had: its place is
// taken by a web server that answers where Grafana is asked whether it is well. Of the backends the paths,
// users and folders are those of their own Dockerfiles.
func images(t *testing.T) map[string]image {
	t.Helper()
	bin, servers, build := filepath.Join(root(), "bin"), filepath.Join(root(), ".servers"), filepath.Join(root(), ".build")
	busybox, err := exec.LookPath("busybox")
	require.NoError(t, err)

	health := filepath.Join(t.TempDir(), "health")
	require.NoError(t, os.WriteFile(health, []byte(`{"database":"ok","version":"stand-in"}`), 0o644))

	collector := image{
		files:      map[string]string{"/otelcol-faultline": filepath.Join(bin, "otelcol-faultline"), "/healthcheck": filepath.Join(build, "healthcheck")},
		folders:    map[string]int{"/var/lib/faultline": 10001},
		entrypoint: `["/otelcol-faultline"]`,
		user:       "10001:10001",
		env: []string{
			"OTLP_GRPC_ENDPOINT=0.0.0.0:4317", "OTLP_HTTP_ENDPOINT=0.0.0.0:4318", "PROMETHEUS_LISTEN=0.0.0.0:8889",
			"HEALTH_ENDPOINT=0.0.0.0:13133", "TELEMETRY_LISTEN_HOST=0.0.0.0", "STORAGE_DIR=/var/lib/faultline",
		},
	}
	service := func(name string) image {
		return image{
			files:      map[string]string{"/" + name: filepath.Join(bin, name)},
			folders:    map[string]int{"/data": 10001},
			entrypoint: `["/` + name + `"]`,
			user:       "10001:10001",
			env:        []string{"DATA_DIR=/data"},
		}
	}
	return map[string]image{
		"otelcol-agent": collector, "otelcol-gateway": collector,
		"api-gateway": service("api-gateway"), "user-service": service("user-service"),
		"order-service": service("order-service"), "loadgen": service("loadgen"),
		"prometheus": {
			files:      map[string]string{"/bin/prometheus": filepath.Join(servers, "prometheus")},
			folders:    map[string]int{"/prometheus": 65534},
			entrypoint: `["/bin/prometheus"]`,
			user:       "65534",
		},
		"jaeger": {
			files:      map[string]string{"/cmd/jaeger/jaeger-linux": filepath.Join(servers, "jaeger")},
			entrypoint: `["/cmd/jaeger/jaeger-linux"]`,
			user:       "10001",
		},
		"loki": {
			files:      map[string]string{"/usr/bin/loki": filepath.Join(servers, "loki")},
			folders:    map[string]int{"/loki": 10001},
			entrypoint: `["/usr/bin/loki"]`,
			user:       "10001",
		},
		"grafana": {
			files:      map[string]string{"/bin/busybox": busybox, "/www/api/health": health},
			folders:    map[string]int{"/var/lib/grafana": 472},
			entrypoint: `["/bin/busybox", "httpd", "-f", "-p", "3000", "-h", "/www"]`,
			user:       "472",
		},
		"setup": {
			files: map[string]string{
				"/bin/sh": busybox, "/bin/cp": busybox, "/bin/mv": busybox, "/bin/chown": busybox,
				"/healthcheck": filepath.Join(build, "healthcheck"),
			},
		},
	}
}

// build makes the image in the engine that DOCKER_HOST names, by its name.
func (i image) build(t *testing.T, name string) {
	t.Helper()
	args := []string{"import"}
	change := func(instruction string) { args = append(args, "--change", instruction) }
	if i.entrypoint != "" {
		change("ENTRYPOINT " + i.entrypoint)
	}
	if i.user != "" {
		change("USER " + i.user)
	}
	for _, variable := range i.env {
		change("ENV " + variable)
	}
	command := exec.CommandContext(t.Context(), "docker", append(args, "-", name)...)
	stdin, err := command.StdinPipe()
	require.NoError(t, err)
	written := make(chan error, 1)
	go func() {
		err := i.write(stdin)
		written <- err
	}()
	output, err := command.CombinedOutput()
	require.NoError(t, err, "docker import %s: %s", name, output)
	require.NoError(t, <-written)
}

// write writes the file system of the image as a tar archive.
func (i image) write(w io.WriteCloser) error {
	defer w.Close()
	archive := tar.NewWriter(w)
	for path, owner := range i.folders {
		err := archive.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: path[1:] + "/", Mode: 0o755, Uid: owner, Gid: owner})
		if err != nil {
			return err
		}
	}
	for path, file := range i.files {
		if err := writeFile(archive, path[1:], file); err != nil {
			return err
		}
	}
	return archive.Close()
}

func writeFile(archive *tar.Writer, name, file string) error {
	source, err := os.Open(file)
	if err != nil {
		return err
	}
	defer source.Close()
	info, err := source.Stat()
	if err != nil {
		return err
	}
	if err := archive.WriteHeader(&tar.Header{Name: name, Mode: int64(info.Mode().Perm()), Size: info.Size()}); err != nil {
		return err
	}
	_, err = io.Copy(archive, source)
	return err
}
