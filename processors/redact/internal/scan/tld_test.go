// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/publicsuffix"
)

var update = flag.Bool("update", false, "write rootzone.txt from the public suffix list of golang.org/x/net")

// TestRootZone checks that rootzone.txt was written from the public suffix list in go.mod, and that its
// names are in that list.
func TestRootZone(t *testing.T) {
	header := "# Top-level domains of " + publicsuffix.List.String() + "\n"
	if *update {
		require.NoError(t, os.WriteFile("rootzone.txt", []byte(header+strings.Join(listedTopLevels(t), "\n")+"\n"), 0o600))
		t.Log("written; run the test again without -update")
		return
	}
	names, ok := strings.CutPrefix(rootZone, header)
	require.True(t, ok, "rootzone.txt is older than golang.org/x/net in go.mod; run go test -run TestRootZone -update")
	count := 0
	for name := range strings.FieldsSeq(names) {
		suffix, icann := publicsuffix.PublicSuffix("a." + name)
		assert.True(t, icann || strings.Contains(suffix, "."), name)
		count++
	}
	assert.Greater(t, count, 1000)
}

// listedTopLevels reads the top-level domains from the tables of the publicsuffix package, which are
// laid out as its table.go says: nodes of five bytes, of which the low 22 bits give the text.
func listedTopLevels(t *testing.T) []string {
	t.Helper()
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", "golang.org/x/net/publicsuffix").Output()
	require.NoError(t, err)
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), name))
		require.NoError(t, err)
		return string(b)
	}
	var total int
	_, after, _ := strings.Cut(read("table.go"), "const numTLD = ")
	_, err = fmt.Sscan(after, &total)
	require.NoError(t, err)
	nodes, text := read("data/nodes"), read("data/text")
	var names []string
	for i := range total {
		node := binary.BigEndian.Uint64(append([]byte{0, 0, 0}, nodes[5*i:5*i+5]...))
		length, offset := node&(1<<6-1), node>>6&(1<<16-1)
		names = append(names, text[offset:offset+length])
	}
	return names
}

func TestIsTopLevel(t *testing.T) {
	for _, name := range []string{"com", "COM", "de", "jp", "museum", "ck", "xn--p1ai", "XN--ANYTHING", "みんな", "рф", "local", "example"} {
		assert.True(t, isTopLevel(name), name)
	}
	for _, name := range []string{"", "c", "png", "service", "js", "zip", "com1", "xn--", "日本", "コム1", strings.Repeat("a", 64)} {
		assert.False(t, isTopLevel(name), name)
	}
}
