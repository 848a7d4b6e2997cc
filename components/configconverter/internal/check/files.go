// SPDX-License-Identifier: Apache-2.0

package check

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/config/configtls"
	"go.opentelemetry.io/collector/confmap"
)

// fileKeys are the settings, by the name of the map that holds them, that name a file which is read
// at start.
var fileKeys = map[string][]string{
	"tls":         {"ca_file", "cert_file", "key_file", "client_ca_file"},
	"htpasswd":    {"file"},
	"client_auth": {"username_file", "password_file"},
}

// ownFileKeys are those of components, by section and type.
var ownFileKeys = map[string]map[string][]string{
	extensions: {
		"bearertokenauth": {"filename"},
		"oauth2client":    {"client_certificate_key_file"}, // the others are read when a token is asked for
		"oidc":            {"issuer_ca_path"},
	},
}

// file is a file or folder that must exist at start.
type file struct {
	path    string
	keyPath []string
	// folder is set if only its folder must exist, because the file is written.
	folder bool
}

func (c *configuration) files() []file {
	var found []file
	add := func(value any, folder bool, keyPath []string) {
		if path := asString(value); path != "" {
			found = append(found, file{path, keyPath, folder})
		}
	}
	for _, section := range []string{receivers, processors, exporters, connectors, extensions} {
		for _, p := range c.running(section) {
			for _, key := range ownFileKeys[section][p.typ] {
				add(p.settings[key], false, p.path(key))
			}
			walk(p.settings, p.path(), func(keyPath []string, value any) {
				if socket, ok := strings.CutPrefix(asString(value), "unix://"); ok && section == receivers {
					add(socket, true, keyPath)
				}
				for _, key := range fileKeys[keyPath[len(keyPath)-1]] {
					add(lookup(value, key), false, append(slices.Clip(keyPath), key))
				}
			})
			if section == exporters && p.typ == "file" && !isTrue(p.settings["create_directory"]) && !isTrue(lookup(p.settings, "group_by", "enabled")) {
				add(p.settings["path"], true, p.path("path"))
			}
		}
	}
	for _, p := range c.running(extensions) {
		if p.typ == "pprof" {
			add(p.settings["save_to_file"], true, p.path("save_to_file"))
		}
	}
	for _, key := range []string{"output_paths", "error_output_paths"} {
		keyPath := []string{"service", "telemetry", "logs", key}
		for i, path := range stringList(lookup(c.root, keyPath...)) {
			if path != "stdout" && path != "stderr" && !strings.Contains(path, "://") {
				add(path, true, append(slices.Clone(keyPath), strconv.Itoa(i)))
			}
		}
	}
	return found
}

// missing returns the path that does not exist, and whether this seems to be the host that the configuration
// was written for.
func (f file) missing() (path string, onThisHost, missing bool) {
	path = f.path
	if f.folder {
		path = filepath.Dir(path)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		return "", false, false
	}
	folder := filepath.Dir(path)
	info, err := os.Stat(folder)
	return path, err == nil && info.IsDir() && !slices.Contains(everywhere, folder), true
}

// everywhere are folders that every host has. That they exist does not show that this is the host that a
// configuration was written for.
var everywhere = []string{
	".", "/", "/data", "/etc", "/etc/pki", "/etc/ssl", "/etc/ssl/certs", "/home", "/mnt", "/opt", "/root", "/run",
	"/srv", "/tmp", "/usr", "/usr/local", "/usr/share", "/var", "/var/lib", "/var/log", "/var/run",
}

func missingFile(c *configuration, report report) {
	for _, f := range c.files() {
		if path, onThisHost, missing := f.missing(); missing && onThisHost {
			report(path+" does not exist", f.remedy(), f.keyPath...)
		}
		if info, err := os.Stat(f.path); err == nil && f.folder && info.IsDir() {
			report(f.path+" is a folder", "write the path of a file in it", f.keyPath...)
		}
	}
}

func missingElsewhere(c *configuration, report report) {
	for _, f := range c.files() {
		if path, onThisHost, missing := f.missing(); missing && !onThisHost {
			report(path+" does not exist on this host", f.remedy(), f.keyPath...)
		}
	}
}

func (f file) remedy() string {
	if f.folder && f.keyPath[0] == exporters {
		return "create that folder, or write create_directory: true"
	}
	return "create it, or correct the path"
}

// badTLS loads what each "tls" names, with the code that a start would load it with.
func badTLS(c *configuration, report report) {
	for _, section := range []string{receivers, exporters, extensions} {
		for _, p := range c.running(section) {
			walk(p.settings, p.path(), func(keyPath []string, value any) {
				settings := asMap(value)
				if keyPath[len(keyPath)-1] != "tls" || len(settings) == 0 {
					return
				}
				for _, key := range fileKeys["tls"] {
					path := asString(settings[key])
					if info, err := os.Stat(path); path != "" && (err != nil || !info.Mode().IsRegular()) {
						return
					}
				}
				if err := loadTLS(settings, section == exporters); err != nil {
					at, message := locate(layersOf(err)[0], settings)
					report(message, "correct it: TLS cannot load this", append(slices.Clip(keyPath), at...)...)
				}
			})
		}
	}
}

// loadTLS returns the error of loading TLS settings, or nil for those of components with keys of their own.
func loadTLS(settings map[string]any, client bool) error {
	conf := confmap.NewFromStringMap(settings)
	ctx := context.Background()
	if client {
		var cfg configtls.ClientConfig
		if conf.Unmarshal(&cfg) != nil {
			return nil
		}
		if err := confmap.Validate(cfg); err != nil {
			return err
		}
		_, err := cfg.LoadTLSConfig(ctx)
		return err
	}
	var cfg configtls.ServerConfig
	if conf.Unmarshal(&cfg) != nil {
		return nil
	}
	// In extensions these may be the settings of a client, which needs no certificate.
	if len(asString(settings["cert_file"])+asString(settings["cert_pem"])) > 0 {
		if err := confmap.Validate(cfg); err != nil {
			return err
		}
	}
	_, err := cfg.LoadTLSConfig(ctx)
	return err
}
