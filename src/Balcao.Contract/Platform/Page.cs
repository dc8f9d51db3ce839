namespace Balcao.Contract;

/// <summary>One page of a list (keyset pagination): pass <see cref="Next"/> as <c>cursor</c> to get the next page.</summary>
/// <param name="Items">In the order of the list.</param>
/// <param name="Next">Opaque; null on the last page.</param>
/// <param name="AsOf">The number of the feed when the page was read: later changes may be missing from the page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next, long AsOf);
