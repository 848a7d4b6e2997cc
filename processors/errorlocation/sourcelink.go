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

// SourceLinkConfig configures links from a location to its line in a repository. The repository and
// the revision come from the resource (vcs.repository.url.full, vcs.ref.head.revision).
type SourceLinkConfig struct {
	// Enabled writes code.url if the path in the repository is certain.
	Enabled bool `mapstructure:"enabled"`
	// Template is the link, with the placeholders {repository}, {revision}, {path} and {line}. If it
	// is empty, vcs.provider.name or the host selects the template of GitHub, GitLab, Bitbucket Cloud
	// or Gitea.
	Template string `mapstructure:"template"`
	// Paths map paths of files to paths in the repository. The first one that matches is used.
	Paths []PathConfig `mapstructure:"paths"`

	_ struct{}
}

// PathConfig maps one directory.
type PathConfig struct {
	// Prefix is a directory with its final '/'. If it is empty, all relative paths match.
	Prefix string `mapstructure:"prefix"`
	// Replace is a directory in the repository with its final '/', empty for the root. The
	// placeholder {service} stands for the service.name of the resource.
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
			errs = append(errs, fmt.Errorf("%sprefix: %q does not end with '/'; write %q", key, p.Prefix, p.Prefix+"/"))
		}
		replace := strings.ReplaceAll(p.Replace, serviceHole, "x")
		switch {
		case p.Replace != "" && !strings.HasSuffix(p.Replace, "/"):
			errs = append(errs, fmt.Errorf("%sreplace: %q does not end with '/'; write %q", key, p.Replace, p.Replace+"/"))
		case strings.ContainsAny(replace, "{}"):
			errs = append(errs, fmt.Errorf("%sreplace: %q has an unknown placeholder; write %s or a path", key, p.Replace, serviceHole))
		case p.Replace != "" && !isRepositoryPath(strings.TrimSuffix(replace, "/")):
			errs = append(errs, fmt.Errorf(`%sreplace: %q is no path below the root of a repository; write one such as "services/"`, key, p.Replace))
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
		return fmt.Errorf(key+"%q has an unknown placeholder; write %s", template, strings.Join(templateHoles, ", "))
	case !strings.Contains(template, "{path}"):
		return fmt.Errorf(key+"%q has no {path}; write a link such as %q", template, example)
	case !strings.HasPrefix(template, "{repository}") && !strings.HasPrefix(template, "https://") && !strings.HasPrefix(template, "http://"):
		return fmt.Errorf(key+"%q is no link; write one that starts with {repository} or https://", template)
	}
	return nil
}

// linker makes the links of one resource. Its zero value makes none.
type linker struct {
	config     *SourceLinkConfig
	template   string
	repository string // without user, ".git" and final '/'
	name       string // the repository as in an import path: "github.com/acme/shop"
	revision   string
	service    string
}

// newLinker returns the linker for a repository. It makes no links if the repository or revision is
// unknown, or if there is no template for the provider.
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

// parseRepository parses an address as Git accepts it: a URL, or the host:path form of SSH. It
// returns the URL of the repository's page, without user, password and ".git".
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
		u.Scheme, u.Host = "https", u.Hostname() // the port is that of Git, not of the web pages
	default:
		return nil, false
	}
	path := strings.TrimSuffix(strings.TrimRight(u.Path, "/"), ".git")
	if path == "" {
		return nil, false
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host, Path: path}, true
}

// providerTemplate returns the template for a value of vcs.provider.name or, if that is empty, for
// the provider that the name of the host suggests. It returns "" if there is none.
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
		if host == "bitbucket.org" { // Bitbucket Data Center has links of another form
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

// path returns the path of the location's file in the repository and whether it is certain. It is if
// the configuration maps the file, if the file lies below a directory with the name of the repository
// ("github.com/acme/shop/"), or if the import path of its Go package starts with that name.
func (l *linker) path(r stacktrace.Result) (string, bool) {
	file := strings.ReplaceAll(r.Location.File, `\`, "/")
	if r.Language == stacktrace.Java && r.Location.Package != "" && !strings.Contains(file, "/") {
		// The JVM prints the name of a file without its directory, which is that of the package.
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

// isMajorVersion reports whether a path starts with a suffix such as "/v2". In the path of a module
// it may or may not be a directory (Go modules reference, "Major version suffixes").
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

// isRepositoryPath reports whether a path is relative and stays below the root of the repository.
func isRepositoryPath(path string) bool {
	for part := range strings.SplitSeq(path, "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	return true
}
