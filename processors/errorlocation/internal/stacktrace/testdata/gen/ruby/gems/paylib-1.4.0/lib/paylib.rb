# A payment library, installed as a gem.
module Paylib
  class PaymentError < StandardError; end

  class Client
    def charge(amount)
      raise PaymentError, "amount #{amount} is not positive" unless amount.positive?
      amount
    end

    def each_attempt
      3.times { |i| yield i }
    end

    def connect(host)
      raise Errno::ECONNREFUSED, host
    rescue SystemCallError
      raise PaymentError, "no provider at #{host}"
    end
  end
end
