package com.example.shop

class Shop {
    static void main(String[] args) {
        switch (args[0]) {
            case 'groovy_method': new Orders().total(0); break
            case 'groovy_closure': new Orders().prices(['12', 'x']); break
            case 'groovy_nested_closure': new Orders().pairs([[1], [0]]); break
            case 'groovy_missing_property': new Orders().amount(new Order()); break
            case 'groovy_missing_method': new Orders().ship(new Order()); break
            case 'groovy_null': new Orders().length(null); break
            case 'groovy_nested_causes': new Checkout().run('17'); break
            case 'groovy_power_assert': new Orders().check([1, 2]); break
            case 'groovy_cast': new Orders().cast('xy'); break
            case 'groovy_static_method': Orders.parse('x1'); break
            case 'groovy_gstring': new Orders().describe(new Order()); break
            case 'groovy_constructor': new Money(-1); break
            case 'groovy_property': println new Order().price; break
            case 'groovy_compile_static': new Typed().divide(0); break
            case 'groovy_compile_static_closure': new Typed().each([1, 0]); break
            case 'groovy_with': new Checkout().configure(); break
            case 'groovy_use_category': new Checkout().category(); break
            case 'groovy_operator': println(new Money(1) / new Money(0)); break
            case 'groovy_thread': new Checkout().background(); break
            case 'groovy_builder': new Checkout().markup(); break
            case 'groovy_json': new Checkout().json('{"order": x}'); break
            case 'groovy_static_initializer': println Rates.EURO; break // want(groovy_static_initializer) com.example.shop.Shop.main
            case 'groovy_overflow': new Orders().depth(1); break
            case 'groovy_method_missing': new Dynamic().anything(7); break
            case 'groovy_metaclass': new Checkout().meta(); break
            case 'groovy_trait': new Cart().audit('17'); break
            case 'groovy_inner_class': new Orders.Line().price(); break
            case 'groovy_curry': new Checkout().curried(); break
            case 'groovy_spread': new Orders().spread(['a', null]); break
            default: throw new IllegalArgumentException(args[0])
        }
    }
}
