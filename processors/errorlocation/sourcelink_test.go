// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/processors/errorlocation/internal/stacktrace"
)

func TestParseRepository(t *testing.T) {
	for address, want := range map[string]string{
		"https://github.com/acme/shop":                     "https://github.com/acme/shop",
		"https://github.com/acme/shop.git":                 "https://github.com/acme/shop",
		"https://github.com/acme/shop/":                    "https://github.com/acme/shop",
		"https://user:secret@git.example.com:8443/a/b.git": "https://git.example.com:8443/a/b",
		"https://git.example.com/a/b?token=secret#x":       "https://git.example.com/a/b",
		"http://gitea.example.com/a/b":                     "http://gitea.example.com/a/b",
		"git@github.com:acme/shop.git":                     "https://github.com/acme/shop",
		"github.com:acme/shop.git":                         "https://github.com/acme/shop",
		"git@gitlab.example.com:group/sub/shop.git":        "https://gitlab.example.com/group/sub/shop",
		"ssh://git@git.example.com:2222/acme/shop.git":     "https://git.example.com/acme/shop",
		"git://git.example.com/acme/shop.git":              "https://git.example.com/acme/shop",
		"git+ssh://git@git.example.com/acme/shop":          "https://git.example.com/acme/shop",
		"https://git.example.com/acme/my shop":             "https://git.example.com/acme/my%20shop",
		"https://github.com":                               "",
		"https://github.com/":                              "",
		"/srv/git/shop.git":                                "",
		"file:///srv/git/shop.git":                         "",
		"javascript:alert(1)":                              "",
		"../shop":                                          "",
		"https://%zz/a":                                    "",
		"":                                                 "",
	} {
		u, ok := parseRepository(address)
		if want == "javascript" || !ok {
			assert.Empty(t, want, address)
			continue
		}
		if address == "javascript:alert(1)" {
			// It was read as "host:path" of SSH, so the link is to a page and not a script.
			assert.Equal(t, "https", u.Scheme)
			continue
		}
		assert.Equal(t, want, u.String(), address)
	}
}

func TestLink(t *testing.T) {
	at := func(file string) stacktrace.Result {
		return stacktrace.Result{Language: stacktrace.Python, Reason: stacktrace.ReasonInApp, Location: stacktrace.Frame{File: file, Line: 12}}
	}
	goAt := func(pkg, file string) stacktrace.Result {
		return stacktrace.Result{Language: stacktrace.Go, Reason: stacktrace.ReasonInApp, Location: stacktrace.Frame{Package: pkg, File: file, Line: 12}}
	}
	java := stacktrace.Result{Language: stacktrace.Java, Reason: stacktrace.ReasonInApp, Location: stacktrace.Frame{Package: "com.acme.order", File: "Orders.java", Line: 12}}
	library := at("/srv/shop/orders.py")
	library.Reason = stacktrace.ReasonNoInApp
	const shop = "https://github.com/acme/shop"
	paths := []PathConfig{{Prefix: "/srv/shop/", Replace: "src/"}, {Prefix: "/app/", Replace: "services/{service}/"}, {Prefix: "C:/shop/"}, {}}
	for name, tt := range map[string]struct {
		repository, provider, template string
		paths                          []PathConfig
		at                             stacktrace.Result
		want                           string
	}{
		"github":              {repository: shop, paths: paths, at: at("/srv/shop/orders.py"), want: shop + "/blob/4f2a9c1/src/orders.py#L12"},
		"gitlab":              {repository: "git@gitlab.example.com:a/b.git", paths: paths, at: at("/srv/shop/orders.py"), want: "https://gitlab.example.com/a/b/-/blob/4f2a9c1/src/orders.py#L12"},
		"bitbucket":           {repository: "https://bitbucket.org/a/b", paths: paths, at: at("/srv/shop/orders.py"), want: "https://bitbucket.org/a/b/src/4f2a9c1/src/orders.py#lines-12"},
		"bitbucket at home":   {repository: "https://git.example.com/a/b", provider: "bitbucket", paths: paths, at: at("/srv/shop/orders.py")},
		"gitea":               {repository: "https://codeberg.org/a/b", paths: paths, at: at("/srv/shop/orders.py"), want: "https://codeberg.org/a/b/src/commit/4f2a9c1/src/orders.py#L12"},
		"by provider":         {repository: "https://git.example.com/a/b", provider: "gitea", paths: paths, at: at("/srv/shop/orders.py"), want: "https://git.example.com/a/b/src/commit/4f2a9c1/src/orders.py#L12"},
		"unknown host":        {repository: "https://git.example.com/a/b", paths: paths, at: at("/srv/shop/orders.py")},
		"template":            {repository: "https://git.example.com/a/b", template: "{repository}/browse/{path}?at={revision}#{line}", paths: paths, at: at("/srv/shop/orders.py"), want: "https://git.example.com/a/b/browse/src/orders.py?at=4f2a9c1#12"},
		"service":             {repository: shop, paths: paths, at: at("/app/x/orders.py"), want: shop + "/blob/4f2a9c1/services/order-service/x/orders.py#L12"},
		"windows":             {repository: shop, paths: paths, at: at(`C:\shop\src\Orders.cs`), want: shop + "/blob/4f2a9c1/src/Orders.cs#L12"},
		"relative":            {repository: shop, paths: paths, at: at("./app/models/order.rb"), want: shop + "/blob/4f2a9c1/app/models/order.rb#L12"},
		"relative, not told":  {repository: shop, at: at("app/models/order.rb")},
		"absolute, not told":  {repository: shop, paths: paths, at: at("/opt/shop/orders.py")},
		"escaped":             {repository: shop, paths: paths, at: at("/srv/shop/(group)/[id]/a b#c%?.js"), want: shop + "/blob/4f2a9c1/src/%28group%29/%5Bid%5D/a%20b%23c%25%3F.js#L12"},
		"leaves repository":   {repository: shop, paths: paths, at: at("/srv/shop/../../etc/passwd")},
		"java":                {repository: shop, paths: []PathConfig{{Prefix: "com/acme/", Replace: "src/main/java/com/acme/"}}, at: java, want: shop + "/blob/4f2a9c1/src/main/java/com/acme/order/Orders.java#L12"},
		"java, not told":      {repository: shop, at: java},
		"library":             {repository: shop, paths: paths, at: library},
		"no file":             {repository: shop, paths: paths, at: at("")},
		"go, trimpath":        {repository: shop, at: goAt("github.com/acme/shop/orders", "github.com/acme/shop/orders/total.go"), want: shop + "/blob/4f2a9c1/orders/total.go#L12"},
		"go, GOPATH":          {repository: shop, at: goAt("main", "/home/u/go/src/github.com/acme/shop/cmd/main.go"), want: shop + "/blob/4f2a9c1/cmd/main.go#L12"},
		"go, package":         {repository: shop, at: goAt("github.com/acme/shop/orders", "/build/orders/total.go"), want: shop + "/blob/4f2a9c1/orders/total.go#L12"},
		"go, root package":    {repository: shop, at: goAt("github.com/acme/shop", "/build/total.go"), want: shop + "/blob/4f2a9c1/total.go#L12"},
		"go, main":            {repository: shop, at: goAt("main", "/build/main.go")},
		"go, major version":   {repository: shop, at: goAt("github.com/acme/shop/v2/orders", "/build/orders/total.go")},
		"go, other module":    {repository: shop, at: goAt("github.com/acme/shopping/orders", "/build/orders/total.go")},
		"go, version, no dir": {repository: shop, at: goAt("github.com/acme/shop/vat", "/build/vat/total.go"), want: shop + "/blob/4f2a9c1/vat/total.go#L12"},
		"no slash in file":    {repository: shop, at: goAt("github.com/acme/shop/orders", "total.go")},
		"no repository":       {paths: paths, at: at("/srv/shop/orders.py")},
	} {
		t.Run(name, func(t *testing.T) {
			config := &SourceLinkConfig{Enabled: true, Template: tt.template, Paths: tt.paths}
			require.NoError(t, config.validate())
			l := newLinker(config, tt.repository, tt.provider, "4f2a9c1", "order-service")
			got := l.link(tt.at)
			assert.Equal(t, tt.want, got)
			if got != "" {
				_, err := url.Parse(got)
				require.NoError(t, err)
			}
			off := newLinker(&SourceLinkConfig{}, tt.repository, tt.provider, "4f2a9c1", "order-service")
			assert.Empty(t, off.link(tt.at))
			unknown := newLinker(config, tt.repository, tt.provider, "", "order-service")
			assert.Empty(t, unknown.link(tt.at))
		})
	}
	l := newLinker(&SourceLinkConfig{Enabled: true, Paths: paths}, shop, "", "a/b", "")
	assert.Empty(t, l.link(at("/app/x.py")), "no service")
	assert.Equal(t, shop+"/blob/a%2Fb/src/x.py#L12", l.link(at("/srv/shop/x.py")))
}

func FuzzLink(f *testing.F) {
	f.Add("https://github.com/acme/shop", "/srv/shop/a.py", "main")
	f.Add("git@github.com:acme/shop.git", "github.com/acme/shop/a.go", "github.com/acme/shop")
	f.Add("https://u:p@gitlab.com/a/b", "x", "gitlab.com/a/b")
	config := &SourceLinkConfig{Enabled: true, Paths: []PathConfig{{Prefix: "/srv/", Replace: "{service}/"}}}
	f.Fuzz(func(t *testing.T, repository, file, pkg string) {
		l := newLinker(config, repository, "", "4f2a9c1", "shop")
		got := l.link(stacktrace.Result{
			Language: stacktrace.Go, Reason: stacktrace.ReasonInApp,
			Location: stacktrace.Frame{File: file, Line: 1, Package: pkg},
		})
		if got == "" {
			return
		}
		u, err := url.Parse(got)
		require.NoError(t, err)
		require.Nil(t, u.User)
		require.Contains(t, []string{"http", "https"}, u.Scheme)
		require.NotEmpty(t, u.Host)
		require.NotContains(t, u.Path, "/../")
	})
}
