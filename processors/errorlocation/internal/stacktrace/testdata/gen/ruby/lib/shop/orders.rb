# The application's own code: each case raises in one of these methods.
require "json"
require "forwardable"
require "paylib"

module Shop
  class OutOfStock < StandardError; end

  class CheckoutError < StandardError
    def initialize(order)
      super("order #{order[:id]} failed")
    end
  end

  class Discount
    attr_reader :percent

    def initialize(percent)
      raise ArgumentError, "percent must be a number" unless percent.is_a?(Numeric) # want(constructor) initialize
      @percent = percent
    end

    def +(other)
      Discount.new(percent + other.percent) # want(operator) +
    end

    def method_missing(name, *)
      raise NoMethodError, "no rule #{name}" # want(method_missing) method_missing
    end
  end

  module Pricing
    def self.total(order)
      order[:price] / order[:count] # want(simple, cause, cause_bottom, cause_twice, full_message, full_message_highlight, full_message_bottom, thread, logger, logger_backtrace, logger_custom, backtrace_lines, backtrace_inspect, backtrace_json, at_exit, ensure, fiber, webrick, minitest, rake, json_log, detailed) total
    end

    def self.sum(items)
      items.sum { |item| item[:price] * item[:count] } # want(block_of_c_method) sum
    end

    def self.average(items)
      items.map do |item|
        items.each_with_index.map do |_, i|
          Integer(item[:price]) / i # want(nested_blocks) average
        end
      end
    end
  end

  class Orders
    extend Forwardable
    def_delegator :@repository, :fetch, :find

    RULES = { gold: ->(order) { order.fetch(:discount) } } # want(lambda) <class:Orders>

    def initialize
      @repository = { 1 => { id: 1, price: 3, count: 0 } }
      @client = Paylib::Client.new
    end

    def load(id)
      find(id) # want(stdlib) load
    end

    def parse(text)
      JSON.parse(text) # want(json_parse) parse
    end

    def pay(order)
      @client.charge(order[:count]) # want(gem) pay
    end

    def retry_payment(order)
      @client.each_attempt do |i|
        raise "attempt #{i} of order #{order[:id]}" if i == 1 # want(block_called_by_gem) retry_payment
      end
    end

    def connect
      @client.connect("payments.example.com:443") # want(cause_in_gem) connect
    end

    def checkout(order)
      Pricing.total(order)
    rescue ZeroDivisionError
      raise CheckoutError.new(order)
    end

    def place(order)
      checkout(order)
    rescue CheckoutError => e
      raise "cannot place order: #{e.message}"
    end

    def reserve(order)
      raise OutOfStock, "no stock\n\tfrom /srv/shop/fake.rb:1:in `fake'\nof order #{order[:id]}" # want(fake_frames) reserve
    end

    def cancel(_order)
      raise OutOfStock # want(no_message) cancel
    end

    def hold(_order)
      raise "" # want(unhandled) hold
    end

    def walk(depth)
      walk(depth + 1) # want(recursion) walk
    end

    def odd(depth)
      even(depth + 1)
    end

    def even(depth)
      raise OutOfStock, "too deep" if depth > 300 # want(deep) even
      odd(depth + 1)
    end

    def customer(order)
      order[:customer].name.upcase # want(no_method, did_you_mean) customer
    end

    def audit(order)
      order.frozen? or raise "order is not frozen" # want(ensure_raise) audit
    ensure
      @audited = order
    end

    def import(lines)
      lines.each_slice(2).with_index { |slice, i| raise KeyError, "line #{i}: größer als €5 – «#{slice.first}»" if i == 1 } # want(unicode) import
    end

    define_method(:refund) { |order| raise ArgumentError, "order #{order[:id]} has no payment" } # want(define_method) <class:Orders>

    class << self
      def open
        new.tap { |orders| orders.instance_eval { @repository.fetch(7) } } # want(singleton, instance_eval) open
      end
    end

    def evaluate(order)
      eval("order[:price] / order[:count]") # want(eval) evaluate
    end

    def slow(order)
      Timeout.timeout(0.01) { sleep 5 } # want(timeout) slow
    end

    def refine(order)
      order => { id: String } # want(pattern) refine
    end
  end
end
