// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// reference is a setting that names an extension.
type reference struct {
	keyPath []string
	id      string
	// ability is what the extension must be able to do.
	ability ability
	// by is the component that refers to it.
	by part
}

type ability string

const (
	authentication ability = "authentication"
	storage        ability = "storage"
	otherAbility   ability = "other"
)

// references returns the extensions that the running components refer to. All components do so with the same
// settings, since they share that code.
func (c *configuration) references() []reference {
	var found []reference
	for _, section := range []string{receivers, processors, exporters, connectors, extensions} {
		for _, p := range c.running(section) {
			walk(p.settings, p.path(), func(keyPath []string, value any) {
				add := func(ability ability, id any, keys ...string) {
					if id := asString(id); id != "" {
						found = append(found, reference{append(slices.Clip(keyPath), keys...), id, ability, p})
					}
				}
				settings := asMap(value)
				if settings == nil {
					return
				}
				add(authentication, lookup(settings, "auth", "authenticator"), "auth", "authenticator")
				add(otherAbility, settings["tail_storage"], "tail_storage")
				if section != extensions && takesStorage(keyPath) {
					add(storage, settings["storage"], "storage")
				}
				if p.typ == "file" && len(keyPath) == 2 {
					add(otherAbility, settings["encoding"], "encoding")
				}
				if p.typ == "receivercreator" && len(keyPath) == 2 {
					for i, id := range stringList(settings["watch_observers"]) {
						add(otherAbility, id, "watch_observers", strconv.Itoa(i))
					}
				}
				for i, middleware := range asList(settings["middlewares"]) {
					add(otherAbility, lookup(middleware, "id"), "middlewares", strconv.Itoa(i), "id")
				}
			})
		}
	}
	return found
}

// takesStorage reports whether the setting storage below a key path names an extension. Elsewhere, as under
// labels or headers, it is a name that the user chose.
func takesStorage(keyPath []string) bool {
	last := keyPath[len(keyPath)-1]
	return len(keyPath) == 2 || last == "sending_queue" || last == "undecided"
}

// listens reports whether a component is known to be a server: its clients have to authenticate, not it.
func (p part) listens() bool {
	return len(bindings[p.section][p.typ]) > 0
}

// sends reports whether a component is a client. A receiver that is not known to listen may be either.
func (p part) sends() bool {
	return p.section == exporters && !p.listens()
}

func extensionNotEnabled(c *configuration, report report) {
	for _, r := range c.references() {
		if slices.Contains(c.enabled, r.id) {
			continue
		}
		if _, defined := c.part(extensions, r.id); defined {
			report(fmt.Sprintf("extension %q is defined but not started", r.id),
				fmt.Sprintf("write service: {extensions: [%s]}", strings.Join(append(slices.Clone(c.enabled), r.id), ", ")), r.keyPath...)
			continue
		}
		report(fmt.Sprintf("extension %q is not defined", r.id),
			"define it under extensions and name it in service::extensions too"+c.like(r.ability), r.keyPath...)
	}
}

// like lists the extensions that are defined and may have been meant.
func (c *configuration) like(ability ability) string {
	var ids []string
	for _, p := range c.parts(extensions) {
		if a, known := abilities[p.typ]; known && a.ability == ability {
			ids = append(ids, p.id)
		}
	}
	if ids == nil {
		return ""
	}
	return ", or write " + strings.Join(ids, " or ")
}

// abilities are what upstream's extensions can do for other components.
var abilities = map[string]struct {
	ability        ability
	client, server bool
}{
	"asapclient":       {authentication, true, false},
	"azureauth":        {authentication, true, false},
	"basicauth":        {authentication, true, true},
	"bearertokenauth":  {authentication, true, true},
	"googleclientauth": {authentication, true, false},
	"headerssetter":    {authentication, true, false},
	"oauth2client":     {authentication, true, false},
	"oidc":             {authentication, false, true},
	"sigv4auth":        {authentication, true, false},
	"dbstorage":        {storage, false, false},
	"filestorage":      {storage, false, false},
	"redisstorage":     {storage, false, false},
	"ecsobserver":      {otherAbility, false, false},
	"hostobserver":     {otherAbility, false, false},
	"k8sobserver":      {otherAbility, false, false},
	"otlpencoding":     {otherAbility, false, false},
	"healthcheck":      {"", false, false},
	"healthcheckv2":    {"", false, false},
	"k8sleaderelector": {"", false, false},
	"opamp":            {"", false, false},
	"pprof":            {"", false, false},
	"zpages":           {"", false, false},
}

func wrongExtension(c *configuration, report report) {
	for _, r := range c.references() {
		p, defined := c.part(extensions, r.id)
		has, known := abilities[p.typ]
		if !defined || !known || r.ability == otherAbility {
			continue
		}
		if p.typ == "basicauth" {
			// What it can do depends on its settings.
			has.server, has.client = p.settings["htpasswd"] != nil, p.settings["client_auth"] != nil
		}
		switch {
		case has.ability != r.ability:
			report(fmt.Sprintf("extension %q is not for %s", r.id, r.ability), "write one that is"+c.like(r.ability), r.keyPath...)
		case r.ability == authentication && r.by.sends() && !has.client:
			report(fmt.Sprintf("extension %q authenticates clients of a server, but this component is a client", r.id),
				clientInstead(p.typ), r.keyPath...)
		case r.ability == authentication && r.by.listens() && !has.server:
			report(fmt.Sprintf("extension %q authenticates a client, but this component is a server", r.id),
				serverInstead(p.typ), r.keyPath...)
		}
	}
}

func clientInstead(typ string) string {
	if typ == "basicauth" {
		return "write client_auth: {username, password} in that extension, in place of htpasswd"
	}
	return "write one such as basicauth with client_auth, bearertokenauth or oauth2client"
}

func serverInstead(typ string) string {
	if typ == "basicauth" {
		return "write htpasswd: {inline} in that extension, in place of client_auth"
	}
	return "write one such as basicauth with htpasswd, bearertokenauth or oidc"
}
