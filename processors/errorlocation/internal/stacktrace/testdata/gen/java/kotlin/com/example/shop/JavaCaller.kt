package com.example.shop

/** Calls as Java code does, which knows nothing of types that cannot be null. */
object JavaCaller {
    fun call() {
        Order.Companion::class.java.getMethod("ship", String::class.java).invoke(Order.Companion, null) // want(kotlin_parameter_null) com.example.shop.JavaCaller.call
    }
}
