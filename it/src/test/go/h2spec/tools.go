//go:build tools

// Package tools names the program that is built of this module's pinned versions.
package tools

import _ "github.com/summerwind/h2spec/cmd/h2spec"
