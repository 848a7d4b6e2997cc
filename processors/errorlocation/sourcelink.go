// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/faultline-otel/faultline/processors/errorlocation/internal/stacktrace"
)

// SourceLinkConfig says how a location becomes a link to the line in a repository. The repository
// and the revision are those of the resource (vcs.repository.url.full, vcs.ref.head.revision).
type SourceLinkConfig struct {
	// Enabled writes code.url where the path in the repository is certain.
	Enabled bool `mapstructure:"enabled"`
	// Template is the link with {repository}, {revision}, {path} and {line} in it. Without one,
	// GitHub, GitLab, Bitbucket Cloud and Gitea are known by vcs.provider.name or by their host.
	Template string `mapstructure:"template"`
	// Paths turn paths of files into paths in the repository. The first that fits counts.
	Paths []PathConfig `mapstructure:"paths"`

	_ struct{}
}

// PathConfig maps one directory.
type PathConfig struct {
	// Prefix is a directory with its final '/'. It is empty for all relative paths.
	Prefix string `mapstructure:"prefix"`
	// Replace is a directory in the repository with its final '/', empty for its root. {service} in
	// it is service.name of the resource.
	Replace string `mapstructure:"replace"`

	_ struct{}
}

const serviceHole = "{service}"

var templateHoles = []string{"{repository}", "{revision}", "{path}", "{line}"}

func (c *SourceLinkConfig) validate() error {
	var errs []error
	if c.Template != "" {
		errs = append(errs, validateTemplate(c.Template))
	}
	for i, p := range c.Paths {
		key := fmt.Sprintf("source_link::paths::%d::", i)
		if p.Prefix != "" && !strings.HasSuffix(p.Prefix, "/") {
			errs = append(errs, fmt.Errorf("%sprefix: %q does not end with '/': write %q", key, p.Prefix, p.Prefix+"/"))
		}
		replace := strings.ReplaceAll(p.Replace, serviceHole, "x")
		switch {
		case p.Replace != "" && !strings.HasSuffix(p.Replace, "/"):
			errs = append(errs, fmt.Errorf("%sreplace: %q does not end with '/': write %q", key, p.Replace, p.Replace+"/"))
		case strings.ContainsAny(replace, "{}"):
			errs = append(errs, fmt.Errorf("%sreplace: %q has an unknown placeholder: write %s or a path", key, p.Replace, serviceHole))
		case p.Replace != "" && !isRepositoryPath(strings.TrimSuffix(replace, "/")):
			errs = append(errs, fmt.Errorf(`%sreplace: %q is no path below the root of a repository: write one such as "services/"`, key, p.Replace))
		}
	}
	return errors.Join(errs...)
}

func validateTemplate(template string) error {
	rest := template
	for _, hole := range templateHoles {
		rest = strings.ReplaceAll(rest, hole, "")
	}
	const key = "source_link::template: "
	const example = "{repository}/blob/{revision}/{path}#L{line}"
	switch {
	case strings.ContainsAny(rest, "{}"):
		return fmt.Errorf(key+"%q has an unknown placeholder: write %s", template, strings.Join(templateHoles, ", "))
	case !strings.Contains(template, "{path}"):
		return fmt.Errorf(key+"%q has no {path}: write a link such as %q", template, example)
	case !strings.HasPrefix(template, "{repository}") && !strings.HasPrefix(template, "https://") && !strings.HasPrefix(template, "http://"):
		return fmt.Errorf(key+"%q is no link: start it with {repository} or https://", template)
	}
	return nil
}

// linker makes the links of one resource. Its zero value makes none.
type linker struct {
	config     *SourceLinkConfig
	template   string
	repository string // without user, ".git" and final '/'
	name       string // of the repository as in an import path: "github.com/acme/shop"
	revision   string
	service    string
}

// newLinker returns the linker for a repository. It makes no links if the repository or what serves
// it is not known.
func newLinker(config *SourceLinkConfig, repository, provider, revision, service string) linker {
	if !config.Enabled || repository == "" || revision == "" {
		return linker{}
	}
	base, ok := parseRepository(repository)
	if !ok {
		return linker{}
	}
	template := config.Template
	if template == "" {
		template = providerTemplate(provider, base.Hostname())
	}
	if template == "" {
		return linker{}
	}
	return linker{
		config: config, template: template, revision: url.PathEscape(revision), service: service,
		repository: base.String(), name: base.Hostname() + base.Path,
	}
}

// parseRepository understands the addresses of Git: URLs, and host:path of SSH. It returns the page
// of the repository, without user, password and ".git".
func parseRepository(repository string) (*url.URL, bool) {
	if host, path, ok := strings.Cut(repository, ":"); ok && !strings.HasPrefix(path, "//") {
		if strings.Contains(host, "/") {
			return nil, false
		}
		repository = "ssh://" + host + "/" + strings.TrimPrefix(path, "/")
	}
	u, err := url.Parse(repository)
	if err != nil || u.Hostname() == "" {
		return nil, false
	}
	switch u.Scheme {
	case "http", "https":
	case "ssh", "git", "git+ssh", "git+https":
		u.Scheme, u.Host = "https", u.Hostname() // the port is not that of the pages
	default:
		return nil, false
	}
	path := strings.TrimSuffix(strings.TrimRight(u.Path, "/"), ".git")
	if path == "" {
		return nil, false
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host, Path: path}, true
}

// providerTemplate returns the template for a value of vcs.provider.name, or else by the name of the
// host, "" if neither is known.
func providerTemplate(provider, host string) string {
	if provider == "" {
		for _, known := range [...]struct{ part, provider string }{
			{"github", "github"},
			{"gitlab", "gitlab"},
			{"bitbucket.org", "bitbucket"},
			{"gitea", "gitea"},
			{"forgejo", "gitea"},
			{"codeberg.org", "gitea"},
		} {
			if strings.Contains(host, known.part) {
				provider = known.provider
				break
			}
		}
	}
	switch provider {
	case "github":
		return "{repository}/blob/{revision}/{path}#L{line}"
	case "gitlab":
		return "{repository}/-/blob/{revision}/{path}#L{line}"
	case "bitbucket":
		if host == "bitbucket.org" { // Bitbucket Data Center has other addresses
			return "{repository}/src/{revision}/{path}#lines-{line}"
		}
	case "gitea":
		return "{repository}/src/commit/{revision}/{path}#L{line}"
	}
	return ""
}

// link returns the link to a location, "" if the path in the repository is not certain.
func (l *linker) link(r stacktrace.Result) string {
	if l.template == "" || !r.Reason.InApp() || r.Location.File == "" {
		return ""
	}
	path, ok := l.path(r)
	if !ok {
		return ""
	}
	parts := strings.Split(path, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return strings.NewReplacer(
		"{repository}", l.repository,
		"{revision}", l.revision,
		"{path}", strings.Join(parts, "/"),
		"{line}", strconv.Itoa(r.Location.Line),
	).Replace(l.template)
}

// path returns the path of the location's file in the repository and whether it is certain: it is
// where the configuration maps it, where the file lies below a directory named as the repository
// is ("github.com/acme/shop/"), and where a package of Go has such a name.
func (l *linker) path(r stacktrace.Result) (string, bool) {
	file := strings.ReplaceAll(r.Location.File, `\`, "/")
	if r.Language == stacktrace.Java && r.Location.Package != "" && !strings.Contains(file, "/") {
		// The JVM prints names of files alone, which lie in the directory of their package.
		file = strings.ReplaceAll(r.Location.Package, ".", "/") + "/" + file
	}
	for _, p := range l.config.Paths {
		rest, ok := strings.CutPrefix(file, p.Prefix)
		if !ok || p.Prefix == "" && isAbsolute(file) {
			continue
		}
		if strings.Contains(p.Replace, serviceHole) && l.service == "" {
			return "", false
		}
		path := strings.ReplaceAll(p.Replace, serviceHole, l.service) + strings.TrimPrefix(rest, "./")
		return path, isRepositoryPath(path)
	}
	if rest, ok := strings.CutPrefix(file, l.name+"/"); ok {
		return rest, isRepositoryPath(rest)
	}
	if _, rest, ok := strings.Cut(file, "/"+l.name+"/"); ok {
		return rest, isRepositoryPath(rest)
	}
	if r.Language != stacktrace.Go {
		return "", false
	}
	dir, ok := strings.CutPrefix(r.Location.Package, l.name)
	slash := strings.LastIndexByte(file, '/')
	if !ok || dir != "" && dir[0] != '/' || isMajorVersion(dir) || slash < 0 {
		return "", false
	}
	path := strings.TrimPrefix(dir+file[slash:], "/")
	return path, isRepositoryPath(path)
}

// isMajorVersion reports whether a path starts with "/v2": that is the suffix of a module, which may
// be a directory or not (Go modules reference, "Major version suffixes").
func isMajorVersion(dir string) bool {
	rest, ok := strings.CutPrefix(dir, "/v")
	if !ok {
		return false
	}
	number, _, _ := strings.Cut(rest, "/")
	_, err := strconv.Atoi(number)
	return err == nil
}

func isAbsolute(path string) bool {
	return strings.HasPrefix(path, "/") || strings.Contains(path, ":")
}

// isRepositoryPath reports whether a path is relative and stays below where it starts.
func isRepositoryPath(path string) bool {
	for part := range strings.SplitSeq(path, "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	return true
}
