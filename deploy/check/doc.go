// SPDX-License-Identifier: Apache-2.0

// Package check holds the tests of deploy/: of its manifests against the types of Kubernetes, of its units
// and of its Dockerfile. It is a module of its own, so that what they need is in no other.
package check
