namespace Balcao.Numbers;

/// <summary>Which of a number's notices are its current state.</summary>
public static class NumberHealth
{
    /// <param name="notices">Of one number; at least the newest of each kind and topic.</param>
    /// <param name="now">The server's clock.</param>
    /// <returns>The gravest first, then the newest.</returns>
    public static IReadOnlyList<NumberNotice> Current(IEnumerable<NumberNotice> notices, DateTimeOffset now)
    {
        var newest = notices.GroupBy(notice => (notice.Kind, notice.Topic)).Select(same => same.MaxBy(n => (n.At, n.Id))!).ToList();
        return
        [
            .. from notice in newest
               where (notice.Until is null || notice.Until > now) && !newest.Any(other => Replaces(other, notice))
               orderby notice.Severity descending, notice.At descending
               select notice,
        ];
    }

    /// <summary>
    /// News of a whole topic ends what was said of its parts: a reinstated account is neither banned nor restricted. Later news
    /// of a part ends what was said of the whole.
    /// </summary>
    private static bool Replaces(NumberNotice later, NumberNotice notice) =>
        later.Kind == notice.Kind && (later.At, later.Id).CompareTo((notice.At, notice.Id)) > 0
        && (IsPartOf(notice.Topic, later.Topic) || IsPartOf(later.Topic, notice.Topic));

    private static bool IsPartOf(string part, string whole) => whole.Length > 0 && part.StartsWith(whole + ".", StringComparison.Ordinal);
}
