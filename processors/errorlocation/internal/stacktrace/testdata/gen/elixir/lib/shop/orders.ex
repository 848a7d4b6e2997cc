defmodule Shop.OutOfStock do
  defexception [:order]
  def message(%{order: order}), do: "no stock for order #{order.id}"
end

defmodule Shop.Orders do
  @moduledoc "The application's own code: each case raises in one of these functions."

  def total(order) do
    order.price / order.count # want(elixir_simple, elixir_reraise, elixir_logger, elixir_log_line, elixir_stacktrace_only, elixir_inspect, elixir_main, elixir_task_async, elixir_spawn, elixir_genserver, elixir_genserver_call, elixir_exit_nested, elixir_agent, elixir_json_log, elixir_exit_from) Shop.Orders.total
  end

  def sum(items) do
    Enum.map(items, fn item -> item.price * item.count end) # want(elixir_anonymous) Shop.Orders.sum
  end

  def average(items) do
    for item <- items, reduce: 0 do
      acc -> acc + Enum.reduce(item.prices, 0, &(div(&1, item.count) + &2)) # want(elixir_nested_anonymous) Shop.Orders.average
    end
  end

  def price(%{price: price}) when price > 3, do: price # want(elixir_function_clause, elixir_blame) Shop.Orders.price

  def reserve(order) do
    raise Shop.OutOfStock, order: order # want(elixir_own_error, elixir_task) Shop.Orders.reserve
  end

  def customer(order) do
    {:ok, Shop.Customers.find(order.customer)} # want(elixir_undefined) Shop.Orders.customer
  end

  def fetch(orders, id) do
    Map.fetch!(orders, id) # want(elixir_key_error) Shop.Orders.fetch
  end

  def parse(text) do
    String.to_integer(text) # want(elixir_bif) Shop.Orders.parse
  end

  def state(order) do
    case order.state do # want(elixir_case_clause) Shop.Orders.state
      :open -> true
      :closed -> false
    end
  end

  def load(path) do
    {:ok, text} = File.read(path) # want(elixir_match) Shop.Orders.load
    text
  end

  def cancel(order) do
    throw({:cancelled, order.id}) # want(elixir_throw) Shop.Orders.cancel
  end

  def stop(order) do
    exit({:refused, order.id}) # want(elixir_exit) Shop.Orders.stop
  end

  def checkout(order) do
    total(order)
  rescue
    error -> reraise RuntimeError, [message: "checkout failed: #{Exception.message(error)}"], __STACKTRACE__
  end

  def place(order) do
    total(order)
  rescue
    _ -> raise "order #{order.id} was not placed" # want(elixir_rescue) Shop.Orders.place
  end

  def describe(order) do
    "order " <> order.id # want(elixir_binary) Shop.Orders.describe
  end

  def render(order), do: {:ok, Enum.count(order.id)} # want(elixir_protocol) Shop.Orders.render

  def import(lines) do
    lines |> Stream.map(&String.trim/1) |> Enum.each(fn line -> raise ArgumentError, "größer als €5\n    (fake 1.0) lib/fake.ex:1: Fake.fake/0\nline «#{line}»" end) # want(elixir_fake_frames) Shop.Orders.import
  end

  def walk(depth) when depth < 30, do: 1 + walk(depth + 1)
  def walk(_), do: raise("too deep") # want(elixir_deep) Shop.Orders.walk

  defmacro double(x), do: quote(do: unquote(x) * 2)

  def unquote(:"re-price")(order), do: hd(order.items) # want(elixir_quoted_name) Shop.Orders."re-price"

  @doc false
  def compare(a, b) do
    Enum.sort_by([a, b], & &1.price, fn _, y -> y.name end) # want(elixir_sort) Shop.Orders.compare
  end

  def stream(pid), do: send(pid.owner, :order) # want(elixir_no_field) Shop.Orders.stream
end
