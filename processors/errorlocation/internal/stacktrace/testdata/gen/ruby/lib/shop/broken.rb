# A source that Ruby cannot parse.
module Shop
  def self.broken(
end # want(syntax_error)
