package com.example.shop

import groovy.json.JsonSlurper
import groovy.xml.MarkupBuilder

class OrderFailed extends RuntimeException {
    OrderFailed(String message, Throwable cause) {
        super(message, cause)
    }
}

class Checkout {
    def run(order) {
        try {
            load(order)
        } catch (IllegalStateException e) {
            throw new OrderFailed("order $order", e)
        }
    }

    def load(order) {
        try {
            new File("/srv/orders/$order").text // want(groovy_nested_causes) com.example.shop.Checkout.load
        } catch (IOException e) {
            throw new IllegalStateException('cannot load', e)
        }
    }

    def configure() {
        new Expando(port: '80x').with {
            Integer.valueOf(port) // want(groovy_with) com.example.shop.Checkout$_configure_closure1.doCall
        }
    }

    static class Words {
        static third(String text) {
            text.split(' ')[2].toUpperCase() // want(groovy_use_category) com.example.shop.Checkout$Words.third
        }
    }

    def category() {
        use(Words) {
            'two words'.third()
        }
    }

    def background() {
        Thread.start('orders') {
            throw new OrderFailed('no worker', null) // want(groovy_thread) com.example.shop.Checkout$_background_closure3.doCall
        }.join()
    }

    def markup() {
        new MarkupBuilder(new StringWriter()).orders {
            order(id: 17) {
                price(total / 0) // want(groovy_builder) com.example.shop.Checkout$_markup_closure4$_closure7.doCall
            }
        }
    }

    def json(text) {
        new JsonSlurper().parseText(text) // want(groovy_json) com.example.shop.Checkout.json
    }

    def meta() {
        Order.metaClass.refund = { int cents -> 7.intdiv(cents) } // want(groovy_metaclass) com.example.shop.Checkout$_meta_closure5.doCall
        new Order().refund(0)
    }

    def curried() {
        def divide = { int a, int b -> a.intdiv(b) } // want(groovy_curry) com.example.shop.Checkout$_curried_closure6.doCall
        divide.curry(7).call(0)
    }
}
