package com.example.shop

fun main(args: Array<String>) {
    when (args[0]) {
        "kotlin_top_level" -> total(listOf())
        "kotlin_lambda" -> prices(listOf("12", "x"))
        "kotlin_inline" -> inlined(mapOf())
        "kotlin_nested_causes" -> Checkout().run(17)
        "kotlin_companion" -> Order.parse("-")
        "kotlin_object" -> println(Rates.euro)
        "kotlin_init_block" -> Order(-1)
        "kotlin_data_class" -> refund(17)
        "kotlin_not_null" -> Order.find(17)
        "kotlin_parameter_null" -> JavaCaller.call()
        "kotlin_lateinit" -> Session().user()
        "kotlin_require" -> Order.check(0)
        "kotlin_extension" -> "book".price()
        "kotlin_default_arguments" -> Checkout().charge()
        "kotlin_delegate_lazy" -> println(Session().cart)
        "kotlin_sequence" -> println(orders().toList())
        "kotlin_suspend" -> runSuspended { load(17) }
        "kotlin_suspend_resumed" -> resumed()
        "kotlin_local_function" -> outer(3)
        "kotlin_anonymous_object" -> comparator().compare("a", "b")
        "kotlin_when_enum" -> State.valueOf("LOST") // want(kotlin_when_enum) com.example.shop.MainKt.main
        "kotlin_use" -> Checkout().receipt()
        "kotlin_thread" -> background()
        "kotlin_todo" -> Checkout().later()
        "kotlin_operator" -> println(Money(1) / Money(0))
        "kotlin_property" -> println(Money(-1).half)
        "kotlin_overflow" -> Money(1).deep(1)
        "kotlin_cast" -> println(cast<Int>("x") + 1) // want(kotlin_cast) com.example.shop.MainKt.main
        "kotlin_backticks" -> `check (the) order`()
        "kotlin_invoke_operator" -> Discount()(0)
    }
}
