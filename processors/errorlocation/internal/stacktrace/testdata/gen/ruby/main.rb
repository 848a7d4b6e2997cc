# Runs one case: ruby main.rb CASE. What it prints is the captured text.
$LOAD_PATH.unshift(File.join(__dir__, "lib"), File.join(__dir__, "gems/paylib-1.4.0/lib"))
require "logger"
require "json"
require "timeout"
require "shop/orders"

$stdout.sync = true
ORDER = { id: 17, price: 3, count: 0 }
ORDERS = Shop::Orders.new

def capture
  yield
rescue Exception => e
  e
end

def total = capture { Shop::Pricing.total(ORDER) }

LOGGER = Logger.new($stdout)

class Top
  def run = raise Shop::OutOfStock, "at the top" # want(endless) run
end

CASES = {
  "simple" => -> { Shop::Pricing.total(ORDER) },
  "block_of_c_method" => -> { Shop::Pricing.sum([{ price: 3 }]) },
  "nested_blocks" => -> { Shop::Pricing.average([{ price: 3 }, { price: "x" }]) },
  "lambda" => -> { Shop::Orders::RULES[:gold].call(ORDER) },
  "stdlib" => -> { ORDERS.load(4711) },
  "json_parse" => -> { ORDERS.parse("{\"id\": ") },
  "gem" => -> { ORDERS.pay(ORDER) },
  "block_called_by_gem" => -> { ORDERS.retry_payment(ORDER) },
  "cause_in_gem" => -> { ORDERS.connect },
  "cause" => -> { ORDERS.checkout(ORDER) },
  "cause_twice" => -> { ORDERS.place(ORDER) },
  "cause_bottom" => -> { puts capture { ORDERS.place(ORDER) }.full_message(highlight: false, order: :bottom) },
  "full_message" => -> { puts total.full_message(highlight: false, order: :top) },
  "full_message_highlight" => -> { puts total.full_message(highlight: true, order: :top) },
  "full_message_bottom" => -> { puts total.full_message(highlight: true, order: :bottom) },
  "constructor" => -> { Shop::Discount.new("10") },
  "operator" => -> { Shop::Discount.new(10) + nil.to_a },
  "method_missing" => -> { Shop::Discount.new(10).silver },
  "fake_frames" => -> { ORDERS.reserve(ORDER) },
  "no_message" => -> { ORDERS.cancel(ORDER) },
  "unhandled" => -> { ORDERS.hold(ORDER) },
  "recursion" => -> { ORDERS.walk(0) },
  "deep" => -> { ORDERS.even(0) },
  "no_method" => -> { ORDERS.customer(ORDER) },
  "ensure_raise" => -> { ORDERS.audit(ORDER.dup) },
  "unicode" => -> { ORDERS.import(%w[a b c d]) },
  "define_method" => -> { ORDERS.refund(ORDER) },
  "singleton" => -> { Shop::Orders.open },
  "eval" => -> { ORDERS.evaluate(ORDER) },
  "timeout" => -> { ORDERS.slow(ORDER) },
  "pattern" => -> { ORDERS.refine(ORDER) },
  "endless" => -> { Top.new.run },
  "thread" => -> { Thread.new { Shop::Pricing.total(ORDER) }.join rescue exit(1) },
  "fiber" => -> { Fiber.new { Shop::Pricing.total(ORDER) }.resume },
  "logger" => -> { LOGGER.error(total) },
  "logger_backtrace" => -> { e = total; LOGGER.error("#{e.class}: #{e.message}\n#{e.backtrace.join("\n")}") },
  "logger_custom" => -> { LOGGER.error("checkout failed: #{total.full_message(highlight: false)}") },
  "backtrace_lines" => -> { puts total.backtrace.join("\n") },
  "backtrace_inspect" => -> { e = total; puts e.inspect, e.backtrace.inspect },
  "backtrace_json" => -> { puts JSON.generate(total.backtrace) },
  "json_log" => -> { e = total; puts JSON.generate(level: "ERROR", message: e.message, stack: e.full_message(highlight: false)) },
  "at_exit" => -> { at_exit { Shop::Pricing.total(ORDER) } },
  "syntax_error" => -> { require "shop/broken" },
  "missing_file" => -> { require "shop/missing" }, # want(missing_file) <main>
  "webrick" => -> { require "webrick"; WEBrick::Log.new($stdout).error(total) },
}

case name = ARGV.fetch(0)
when "minitest"
  require "minitest/autorun"
  class PricingTest < Minitest::Test
    def test_total = Shop::Pricing.total(ORDER)
  end
when "rake"
  require "rake"
  Rake::Task.define_task(:nightly) { ORDERS.checkout(ORDER) }
  Rake.application.init("rake", ["nightly"])
  Rake.application.standard_exception_handling { Rake.application.top_level }
else
  CASES.fetch(name).call
end
