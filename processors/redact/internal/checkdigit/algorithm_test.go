// SPDX-License-Identifier: Apache-2.0

package checkdigit

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

var algorithmChecks = []check{
	{
		name: "Luhn", is: Luhn,
		valid:    []string{"79927398713", "4111111111111111", "18", "0000000000000000"},
		invalid:  []string{"", "0", "79927398710", "7992739871", "4111 1111 1111 1111", "411111111111111x"},
		generate: func(g generator) string { return withLuhn(g.fill(strings.Repeat("9", 1+g.IntN(24)))) },
		redraw:   []int{-1}, share: 0.1, finds: everyDigit, findsSwap: luhnSwap,
	},
	{
		name: "Verhoeff", is: Verhoeff,
		valid:    []string{"2363", "1428570", "84736430954837284567892"},
		invalid:  []string{"", "0", "00", "2364", "2633", "237", "14285x0"},
		generate: func(g generator) string { return withVerhoeff(g.fill("8" + strings.Repeat("9", g.IntN(20)))) },
		redraw:   []int{-1}, share: 0.1, finds: everyDigit, findsSwap: everySwap,
	},
}

func TestMod97(t *testing.T) {
	for _, c := range []struct {
		in   string
		want int
	}{
		{"1", 1},
		{"97", 0},
		{"98", 1},
		{"0", 0},
		{"A", 10},
		{"z", 35},
		{"3214282912345698765432161182", 1},
		{"WEST12345698765432GB82", 1},
	} {
		got, ok := Mod97(c.in)
		assert.True(t, ok, c.in)
		assert.Equal(t, c.want, got, c.in)
	}
	for _, in := range []string{"", " ", "12 34", "é", "１"} {
		_, ok := Mod97(in)
		assert.False(t, ok, in)
	}
	g := newGenerator(5)
	for range 1000 {
		s := g.fill(strings.Repeat("X", 1+g.IntN(60)))
		got, ok := Mod97(s)
		assert.True(t, ok, s)
		assert.Equal(t, modulo(s, 97), got, s)
	}
}

func TestIsDate(t *testing.T) {
	for _, d := range []date{{1900, 2, 28}, {2000, 2, 29}, {2024, 2, 29}, {1999, 12, 31}, {2023, 4, 30}} {
		assert.True(t, isDate(d.year, d.month, d.day), d)
	}
	for month, days := range []int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31} {
		assert.True(t, isDate(2024, month+1, days), month+1)
		assert.False(t, isDate(2024, month+1, days+1), month+1)
	}
	for _, d := range []date{
		{1900, 2, 29},
		{2100, 2, 29},
		{2023, 2, 29},
		{2024, 2, 30},
		{2023, 4, 31},
		{2023, 1, 32},
		{2023, 0, 1},
		{2023, 13, 1},
		{2023, 1, 0},
	} {
		assert.False(t, isDate(d.year, d.month, d.day), d)
	}
}
