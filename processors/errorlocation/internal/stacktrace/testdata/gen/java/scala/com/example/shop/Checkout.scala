package com.example.shop

import java.nio.file.{Files, Paths}

class OrderFailed(message: String, cause: Throwable) extends RuntimeException(message, cause)

class Checkout(order: String) {
  private val length = order.length // want(scala_constructor) com.example.shop.Checkout.<init>

  def pay(): Int = length / (length - 2) // want(scala_class) com.example.shop.Checkout.pay

  def run(): Unit =
    try load()
    catch {
      case e: IllegalStateException => throw new OrderFailed(s"order $order", e)
    }

  private def load(): Array[Byte] =
    try Files.readAllBytes(Paths.get("/srv/orders", order)) // want(scala_nested_causes) com.example.shop.Checkout.load
    catch {
      case e: java.io.IOException => throw new IllegalStateException("cannot load", e)
    }
}
