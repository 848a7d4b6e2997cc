module github.com/faultline-otel/faultline/deploy/check

go 1.26.0
