// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl/contexts/ottlprofile"
	"go.opentelemetry.io/collector/pdata/pprofile"

	"github.com/faultline-otel/faultline/processors/redact/internal/scan"
)

// profiles redacts attributes, the texts of the dictionary that all profiles of a batch share, and
// original payloads that are text.
//
// On the wire, attributes refer to strings of the dictionary, and the dictionary keeps its copy when they
// are read. What is replaced in an attribute because of its key is therefore replaced there, too.
func (w *walker) profiles(pd pprofile.Profiles) {
	w.secrets = map[string]string{}
	var resources group
	pd.ResourceProfiles().RemoveIf(func(resource pprofile.ResourceProfiles) bool {
		var scopes group
		resource.ScopeProfiles().RemoveIf(func(scope pprofile.ScopeProfiles) bool {
			var profiles group
			scope.Profiles().RemoveIf(func(profile pprofile.Profile) bool {
				if w.when != nil && !w.holdsForProfile(pd, resource, scope, profile) {
					return profiles.add(exempt)
				}
				return profiles.add(w.profile(profile))
			})
			return scopes.add(w.shared(profiles, func() { w.scope(scope.Scope()) }))
		})
		return resources.add(w.shared(scopes, func() { w.resource(resource.Resource()) }))
	})
	if w.shared(resources, func() { w.dictionary(pd.Dictionary()) }).drop {
		pd.ResourceProfiles().RemoveIf(func(pprofile.ResourceProfiles) bool { return true })
	}
	w.secrets = nil
}

func (w *walker) holdsForProfile(pd pprofile.Profiles, resource pprofile.ResourceProfiles, scope pprofile.ScopeProfiles, profile pprofile.Profile) bool {
	record := ottlprofile.NewTransformContext(resource, scope, profile, pd.Dictionary())
	defer record.Close()
	return holds(w, w.when.profile, record)
}

func (w *walker) profile(profile pprofile.Profile) outcome {
	w.begin()
	if out, changed := w.text(fieldPayload, profile.OriginalPayloadFormat()); changed {
		profile.SetOriginalPayloadFormat(out)
	}
	w.byteSlice(fieldPayload, profile.OriginalPayload(), scan.Context{})
	w.notes.forget() // the attributes of a profile are in the dictionary that all share
	return w.end()
}

// dictionary redacts the attribute table while the names of its keys are still what they were, then the
// strings.
func (w *walker) dictionary(dictionary pprofile.ProfilesDictionary) {
	strings := dictionary.StringTable()
	for _, attribute := range dictionary.AttributeTable().All() {
		var context scan.Context
		if i := int(attribute.KeyStrindex()); i > 0 && i < strings.Len() {
			context = w.key(strings.At(i)).Context
		}
		w.value(fieldAttributes, attribute.Value(), context, 0)
	}
	for i := range strings.Len() {
		text := strings.At(i)
		if mask, secret := w.secrets[text]; secret {
			strings.SetAt(i, mask)
		} else if out, changed := w.text(fieldDictionary, text); changed {
			strings.SetAt(i, out)
		}
	}
}
