defmodule Shop do
  @moduledoc "Runs one case: Shop.main(CASE). What it prints is the captured text."
  require Logger
  alias Shop.{Failing, Orders, Server}

  @order %{id: 17, price: 3, count: 0}

  defp print(fun) do
    fun.()
  rescue
    error -> IO.puts(Exception.format(:error, error, __STACKTRACE__))
  catch
    kind, reason -> IO.puts(Exception.format(kind, reason, __STACKTRACE__))
  end

  defp wait, do: Process.sleep(300)

  def main("logger") do
    Orders.total(@order)
  rescue
    error -> Logger.error("order failed: " <> Exception.format(:error, error, __STACKTRACE__))
  after
    wait()
  end

  def main("log_line") do
    Orders.total(@order)
  rescue
    error -> Logger.error(Exception.message(error) <> "\n" <> Exception.format_stacktrace(__STACKTRACE__))
  after
    wait()
  end

  def main("stacktrace_only") do
    Orders.total(@order)
  rescue
    _ -> IO.puts(Exception.format_stacktrace(__STACKTRACE__))
  end

  def main("inspect") do
    Orders.total(@order)
  rescue
    error -> IO.puts(inspect({error, __STACKTRACE__}, pretty: true, limit: :infinity))
  end

  def main("blame") do
    Orders.price(@order)
  rescue
    error ->
      {error, stack} = Exception.blame(:error, error, __STACKTRACE__)
      IO.puts(Exception.format(:error, error, stack))
  end

  def main("json_log") do
    Orders.total(@order)
  rescue
    error -> IO.puts(inspect(Exception.format(:error, error, __STACKTRACE__), limit: :infinity, printable_limit: :infinity))
  end

  def main("main"), do: Orders.total(@order)

  def main("task") do
    Task.start(Orders, :reserve, [@order])
    wait()
  end

  def main("task_async") do
    Process.flag(:trap_exit, true)
    print(fn -> Task.await(Task.async(fn -> Orders.total(@order) end)) end)
    wait()
  end

  def main("spawn") do
    spawn(fn -> Orders.total(@order) end)
    wait()
  end

  def main("exit_from") do
    Task.async(fn -> Orders.total(@order) end)
    wait()
  end

  def main("agent") do
    {:ok, agent} = Agent.start(fn -> @order end)
    spawn(fn -> Agent.get(agent, &Orders.total/1) end)
    wait()
  end

  def main("genserver") do
    {:ok, pid} = Server.start(name: Server)
    spawn(fn -> GenServer.call(pid, {:total, @order}) end)
    wait()
  end

  def main("genserver_call") do
    {:ok, pid} = Server.start()
    Logger.configure(level: :none)
    print(fn -> GenServer.call(pid, {:total, @order}) end)
  end

  def main("exit_nested") do
    {:ok, inner} = Server.start()
    {:ok, outer} = Server.start()
    Logger.configure(level: :none)
    print(fn -> GenServer.call(outer, {:relay, inner, @order}) end)
  end

  def main("handle_info") do
    {:ok, pid} = Server.start()
    send(pid, :refresh)
    wait()
  end

  def main("handle_cast") do
    {:ok, pid} = Server.start()
    GenServer.cast(pid, {:cancel, @order})
    wait()
  end

  def main("init") do
    Process.flag(:trap_exit, true)
    Supervisor.start_link([{Failing, []}], strategy: :one_for_one) |> elem(1) |> Exception.format_exit() |> IO.puts()
  end

  def main(name) do
    print(fn ->
      case name do
        "simple" -> Orders.total(@order)
        "anonymous" -> Orders.sum([%{price: 3, count: nil}])
        "nested_anonymous" -> Orders.average([%{prices: [1], count: 0}])
        "function_clause" -> Orders.price(@order)
        "own_error" -> Orders.reserve(@order)
        "undefined" -> Orders.customer(%{customer: 1})
        "key_error" -> Orders.fetch(%{}, 17)
        "bif" -> Orders.parse("x17")
        "case_clause" -> Orders.state(%{state: :lost})
        "match" -> Orders.load("/nonexistent")
        "throw" -> Orders.cancel(@order)
        "exit" -> Orders.stop(@order)
        "reraise" -> Orders.checkout(@order)
        "rescue" -> Orders.place(@order)
        "binary" -> Orders.describe(@order)
        "protocol" -> Orders.render(@order)
        "fake_frames" -> Orders.import(["a "])
        "deep" -> Orders.walk(0)
        "quoted_name" -> Orders."re-price"(%{items: []})
        "sort" -> Orders.compare(%{price: 1}, %{price: 2})
        "no_field" -> Orders.stream(%{})
      end
    end)
  end
end
