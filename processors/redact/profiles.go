// SPDX-License-Identifier: Apache-2.0

package redact

import (
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
	for _, resource := range pd.ResourceProfiles().All() {
		w.resource(resource.Resource())
		for _, scope := range resource.ScopeProfiles().All() {
			w.scope(scope.Scope())
			for _, profile := range scope.Profiles().All() {
				if out, changed := w.text(fieldPayload, profile.OriginalPayloadFormat()); changed {
					profile.SetOriginalPayloadFormat(out)
				}
				w.byteSlice(fieldPayload, profile.OriginalPayload(), scan.Context{})
			}
		}
	}
	w.dictionary(pd.Dictionary())
	w.secrets = nil
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
