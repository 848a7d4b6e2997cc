defmodule Shop.Server do
  use GenServer

  def start(opts \\ []), do: GenServer.start(__MODULE__, %{}, opts)

  @impl true
  def init(state), do: {:ok, state}

  @impl true
  def handle_call({:total, order}, _from, state), do: {:reply, Shop.Orders.total(order), state}
  def handle_call({:relay, pid, order}, _from, state), do: {:reply, GenServer.call(pid, {:total, order}), state}

  @impl true
  def handle_info(:refresh, _state) do
    raise "cannot refresh" # want(elixir_handle_info) Shop.Server.handle_info
  end

  @impl true
  def handle_cast({:cancel, order}, state) do
    next = Map.update!(state, order.id, &(&1 - 1)) # want(elixir_handle_cast) Shop.Server.handle_cast
    {:noreply, next}
  end
end

defmodule Shop.Failing do
  use GenServer
  def start_link(opts), do: GenServer.start_link(__MODULE__, opts)

  @impl true
  def init(opts) do
    {:ok, Keyword.fetch!(opts, :database)} # want(elixir_init) Shop.Failing.init
  end
end
