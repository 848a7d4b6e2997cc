// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTitle(t *testing.T) {
	tests := []struct {
		language   Language
		name, want string
	}{
		{DotNet, "Shop.Orders.Total", "Shop.Orders.Total"},
		{DotNet, "Shop.Orders..ctor", "Shop.Orders..ctor"},
		{DotNet, "Program.<Main>$", "Program.<Main>$"},
		{DotNet, "Shop.Order.<Clone>$", "Shop.Order.<Clone>$"},
		{DotNet, "Shop.Orders.<LoadAsync>d__5.MoveNext", "Shop.Orders.LoadAsync"},
		{DotNet, "Shop.Cache`1.<LoadAsync>d__5`2.MoveNext", "Shop.Cache`1.LoadAsync"},
		{DotNet, "Shop.Orders.<>c.<Total>b__4_0", "Shop.Orders.Total"},
		{DotNet, "Shop.Orders.<>c__DisplayClass4_0.<Total>b__0", "Shop.Orders.Total"},
		{DotNet, "Shop.Orders.<>c__DisplayClass4_0.<<Total>b__0>d.MoveNext", "Shop.Orders.Total"},
		{DotNet, "Shop.Orders.<>c__DisplayClass4_0.<>c__DisplayClass4_1.<Total>b__2", "Shop.Orders.Total"},
		{DotNet, "Shop.Orders.<>c.<.ctor>b__5_0", "Shop.Orders..ctor"},
		{DotNet, "Shop.Orders.<Total>g__Round|4_0", "Shop.Orders.Total.Round"},
		{DotNet, "Shop.Orders.<>c.<<Total>g__LoadAsync|4_0>d.MoveNext", "Shop.Orders.Total.LoadAsync"},
		{DotNet, "Program.<<Main>$>g__Price|0_1", "Program.<Main>$.Price"},
		{DotNet, "Shop.Orders+<Walk>c__Iterator0.MoveNext", "Shop.Orders.Walk"},
		{DotNet, "Shop.Orders.VB$StateMachine_3_LoadAsync.MoveNext", "Shop.Orders.LoadAsync"},
		{DotNet, "Shop.Cart:Add", "Shop.Cart.Add"},
		{DotNet, "Shop.Repo.Shop.IRepo<Shop.Order>.Find", "Shop.Repo.Shop.IRepo<Shop.Order>.Find"},
		{DotNet, "Shop.Orders.<Total", "Shop.Orders.<Total"},
		{DotNet, "Shop.Orders.<>c", "Shop.Orders.<>c"},
		{PHP, `Shop\Orders->total`, `Shop\Orders::total`},
		{PHP, `Shop\Orders::total`, `Shop\Orders::total`},
		{PHP, `App\\Services\\Orders->total`, `App\Services\Orders::total`},
		{PHP, `Shop\total`, `Shop\total`},
		{PHP, "{main}", "{main}"},
		{PHP, `Shop\Orders->Shop\{closure}`, `Shop\Orders::Shop\{closure}`},
		{PHP, `Shop\Orders->{closure:Shop\Orders::total():10}`, `Shop\Orders::{closure:Shop\Orders::total():10}`},
		{PHP, "class@anonymous\x00/srv/shop/a.php:17$0->run", "class@anonymous::run"},
		{PHP, "class@anonymous->run", "class@anonymous::run"},
		{PHP, "class@anonymous::make", "class@anonymous::make"},
		{Swift, "main", "main"},
		{Swift, "Orders.total(of:)", "Orders.total"},
		{Swift, "static Shop.$main()", "Shop.$main"},
		{Swift, "specialized Orders.total<A>(of:)", "Orders.total"},
		{Swift, "specialized static Orders.make()", "Orders.make"},
		{Swift, "closure #1 in closure #2 in Orders.all()", "closure #1 in closure #2 in Orders.all"},
		{Swift, "closure #1 (Vapor.Request) throws -> Swift.String in App.routes(Vapor.Application) throws -> ()", "closure #1 in App.routes"},
		{Swift, "App.Ship.run(using: A.B, with: (C) -> D) async throws -> Swift.Array<E>", "App.Ship.run"},
		{Swift, "function signature specialization <Arg[0] = Owned To Guaranteed> of App.Ship.run() -> ()", "App.Ship.run"},
		{Swift, "(2) await resume partial function for Store.load(_:)", "Store.load"},
		{Swift, "(extension in Shop):Swift.Array.total() -> Swift.Int", "Swift.Array.total"},
		{Swift, "Store.(lookup in _8A1B2C3D)(id:)", "Store.lookup"},
		{Swift, "Orders.count.getter", "Orders.count.getter"},
		{Swift, "$s4Shop8CheckoutC3runyyF", "$s4Shop8CheckoutC3runyyF"},
		{Swift, "Orders.total(of:", "Orders.total"},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, languages[tt.language].title(tt.name))
	}
}

// TestNumberAtLimit cuts traces of one frame inside their last number, at a length at which
// attributes are often cut: such a number must not be trusted.
func TestNumberAtLimit(t *testing.T) {
	const limit = 512
	for name, frame := range map[string]string{
		"dotnet": "System.DivideByZeroException: MESSAGE\n   at Shop.Orders.Total(Int32 count) in /srv/shop/Orders.cs:line 1",
		"mono":   "System.DivideByZeroException: MESSAGE\n  at Shop.Orders.Total (System.Int32 count) [0x00001] in /srv/shop/Orders.cs:1",
		"swift":  "*** Program crashed: MESSAGE ***\n\nThread 0 crashed:\n\n0 0x000055d6f9c8b2a1 Shop.Orders.Total() + 6 in shop at /srv/shop/Orders.swift:1",
	} {
		text := strings.Replace(frame, "MESSAGE", strings.Repeat("x", limit+len("MESSAGE")-len(frame)), 1)
		require.Len(t, text, limit, name)
		got, ok := NewParser(nil, 0).Parse(text, Hints{})
		require.True(t, ok, name)
		assert.Empty(t, got.Location.File, name)
		assert.Zero(t, got.Location.Line, name)
		assert.Equal(t, "Shop.Orders.Total", got.Location.Function, name)
		assert.True(t, got.Truncated, name)

		got, ok = NewParser(nil, 0).Parse(text+"2\n", Hints{})
		require.True(t, ok, name)
		assert.Equal(t, 12, got.Location.Line, name)
		assert.False(t, got.Truncated, name)
	}
}

// TestOneLine reads stacks of one frame, as an exception has that was thrown where it was caught.
func TestOneLine(t *testing.T) {
	got, ok := NewParser(nil, 0).Parse("   at Program.<Main>$(String[] args) in /app/Program.cs:line 5", Hints{})
	require.True(t, ok)
	assert.Equal(t, "/app/Program.cs", got.Location.File)
	assert.Equal(t, 5, got.Location.Line)
	_, ok = NewParser(nil, 0).Parse("   at Program.<Main>$(String[] args) in /app/Program.cs:line 5", Hints{Freeform: true})
	assert.False(t, ok, "a log message")

	for _, text := range []string{
		"Shop/Cart.swift:41: Fatal error: no item",
		"shop-1  | Shop/Cart.swift:41: Fatal error: no item\n",
	} {
		got, ok = NewParser(nil, 0).Parse(text, Hints{Freeform: true})
		require.True(t, ok, text)
		assert.Equal(t, "Shop/Cart.swift", got.Location.File)
		assert.Equal(t, 41, got.Location.Line)
		assert.Equal(t, "no item", got.Message)
	}

	// The numbers of line and column are not the hour and the minute of a time.
	got, ok = NewParser(nil, 0).Parse("src/discount.cpp:12:16: runtime error: division by zero", Hints{Freeform: true})
	require.True(t, ok)
	assert.Equal(t, "src/discount.cpp", got.Location.File)
	assert.Equal(t, 12, got.Location.Line)
	assert.Equal(t, "division by zero", got.Message)

	got, ok = NewParser(nil, 0).Parse(`[2026-11-23T04:46:14+00:00] app.ERROR: failed {"exception":"[object] (DomainException(code: 0): `+
		`no stock at /srv/app/src/Orders.php:12)"} []`, Hints{Freeform: true})
	require.True(t, ok)
	assert.Equal(t, "/srv/app/src/Orders.php", got.Location.File)
	assert.Equal(t, 12, got.Location.Line)
	assert.Equal(t, "DomainException", got.Type)
}
