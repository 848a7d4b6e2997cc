// A small order service whose parts fail, one case each.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Shop
{
    public class OutOfStockException : Exception
    {
        public OutOfStockException(string message) : base(message) { }
        public OutOfStockException(string message, Exception inner) : base(message, inner) { }
    }

    public struct Money
    {
        readonly long cents;
        public Money(long cents)
        {
            this.cents = cents;
            if (cents >= 0)
                return;
            throw new ArgumentOutOfRangeException("cents", "is negative"); // want(constructor) Shop.Money..ctor
        }
        public static Money operator /(Money a, int n)
        {
            return new Money(a.cents / n); // want(operator) Shop.Money.op_Division
        }
    }

    public static class Rates
    {
        public static readonly decimal Vat = decimal.Parse("19 %", CultureInfo.InvariantCulture); // want(static_constructor) Shop.Rates..cctor
        static Rates() { }
    }

    public class Repository<T> where T : class
    {
        readonly Dictionary<int, T> rows = new Dictionary<int, T>();

        public T Find(int id)
        {
            return rows[id]; // want(generic_class, library_frames, unhandled) Shop.Repository`1[T].Find
        }

        public K Key<K>(Func<T, K> key)
        {
            return key(rows.Values.FirstOrDefault());
        }

        public T this[int id]
        {
            get
            {
                T row;
                if (rows.TryGetValue(id, out row))
                    return row;
                throw new KeyNotFoundException("no row " + id); // want(indexer) Shop.Repository`1[T].get_Item
            }
        }
    }

    public class Order
    {
        public int Id;
        public int Count;
        public string Customer;

        public class Line
        {
            public int Price(Order order)
            {
                return 100 / order.Count; // want(nested_class) Shop.Order+Line.Price
            }
        }

        public int Length
        {
            get { return Customer.Length; } // want(property) Shop.Order.get_Length
        }
    }

    public class Orders
    {
        readonly Repository<Order> repository = new Repository<Order>();

        public int Total(Order order)
        {
            return new Order.Line().Price(order);
        }

        public Order Load(int id)
        {
            return repository.Find(id);
        }

        public void Checkout(int id)
        {
            try
            {
                Load(id);
            }
            catch (KeyNotFoundException e)
            {
                throw new OutOfStockException("order " + id + " cannot be shipped", e);
            }
        }

        public void Reserve(int id)
        {
            if (id <= 3)
                return;
            throw new OutOfStockException("no stock for order " + id); // want(inner, inner_twice, rethrown, reflection) Shop.Orders.Reserve
        }

        public void Ship(int id)
        {
            try
            {
                Reserve(id);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException("order " + id + " was not shipped\n(stock is empty)", e);
            }
        }

        public void Close(int id)
        {
            try
            {
                Ship(id);
            }
            catch (Exception e)
            {
                throw new ApplicationException("closing failed", e);
            }
        }

        public void Rethrow(int id)
        {
            try
            {
                Reserve(id);
            }
            catch (OutOfStockException)
            {
                throw;
            }
        }

        public int Sum(IEnumerable<Order> orders)
        {
            return orders.Sum(o => 100 / o.Count); // want(lambda) Shop.Orders.Sum
        }

        public IEnumerable<Order> Walk(int n)
        {
            yield return new Order { Id = n };
            throw new InvalidOperationException("no more orders"); // want(iterator) Shop.Orders.Walk
        }

        public async Task<int> LoadAsync(int id)
        {
            await Task.Delay(1);
            throw new TimeoutException("gateway timed out after 2.8 s"); // want(async, async_chain, aggregate) Shop.Orders.LoadAsync
        }

        public async Task<int> PayAsync(int id)
        {
            return await LoadAsync(id) + 1;
        }

        public int Deep(int n)
        {
            if (n > 0)
                return Deep(n - 1) + 1;
            throw new InvalidOperationException("too deep"); // want(recursion) Shop.Orders.Deep
        }

        public void FakeFrames()
        {
            throw new FormatException("bad script\n  at Fake.Script.Run () [0x00000] in /tmp/fake.cs:1 \nend"); // want(fake_frames) Shop.Orders.FakeFrames
        }
    }
}
