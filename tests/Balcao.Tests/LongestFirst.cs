using System.Reflection;
using Xunit.v3;

[assembly: TestCollectionOrderer<Balcao.Tests.LongestFirst>]

namespace Balcao.Tests;

/// <summary>
/// Starts the classes that take longest before the others: two run at a time, and the last one would otherwise run alone for minutes.
/// </summary>
sealed class LongestFirst : ITestCollectionOrderer
{
    static readonly Dictionary<string, int> Seconds = typeof(LongestFirst).Assembly.GetTypes()
        .Select(type => (type.FullName, type.GetCustomAttribute<TakesLongAttribute>()?.Seconds))
        .Where(of => of.Seconds is not null).ToDictionary(of => of.FullName!, of => of.Seconds!.Value);

    IReadOnlyCollection<T> ITestCollectionOrderer.OrderTestCollections<T>(IReadOnlyCollection<T> testCollections) =>
        [.. testCollections.OrderByDescending(collection => SecondsOf(collection.TestCollectionDisplayName))];

    /// <summary>A class that names no collection is one by itself: "Test collection for Balcao.Tests.Some (id: …)".</summary>
    static int SecondsOf(string collection) => Seconds.FirstOrDefault(of => collection.Contains($" {of.Key} ", StringComparison.Ordinal)).Value;
}

/// <summary>A class of tests that takes longer than most, about so many seconds on two cores.</summary>
[AttributeUsage(AttributeTargets.Class)]
sealed class TakesLongAttribute(int seconds) : Attribute
{
    public int Seconds => seconds;
}
