namespace Balcao.Contract;

/// <summary>One page of a list, by keyset: pass <see cref="Next"/> as <c>cursor</c> for the page after it.</summary>
/// <param name="Items">In the list's own order.</param>
/// <param name="Next">Null on the last page. Opaque.</param>
/// <param name="AsOf">The feed's number when this was read: changes after it are not (surely) in it.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next, long AsOf);
