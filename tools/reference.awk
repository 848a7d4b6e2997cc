# Turns a manifest of Faultline into that of a collector with the same upstream parts and nothing of ours.

/^  module:/ { $0 = "  module: reference" }
/^  name:/ { $0 = "  name: otelcol-reference" }
/^  description:/ { $0 = "  description: Upstream parts alone" }
/^  output_path:/ { $0 = "  output_path: ./.build/reference" }
/provider\/envprovider / { version = $NF }

/^  - / { ours = /gomod: github.com\/faultline-otel\// }
ours && /^  ( |- )/ {
	# Ours stands in the place of upstream's.
	if (/import: .*\/fileprovider/) print "  - gomod: go.opentelemetry.io/collector/confmap/provider/fileprovider " version
	next
}
# A section that has only parts of ours would be left empty.
/^converters:/ { next }
{ print }
