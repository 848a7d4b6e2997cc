package com.example

package object shop {
  def scale(n: Int): Int = 100 % n // want(scala_package_object) com.example.shop.package$.scale
}
