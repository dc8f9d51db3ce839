using Xunit.v3;

namespace Balcao.EndToEnd.Harness;

/// <summary>
/// A journey that depends on the database: it runs on SQLite and on PostgreSQL. The other journeys test screens; the server's
/// answers are tested on both databases without a browser.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
sealed class OnEachDatabaseAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Database", "each")];
}

/// <summary>A journey with several servers on one database, which only PostgreSQL allows.</summary>
[AttributeUsage(AttributeTargets.Class)]
sealed class OnPostgresAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Database", "postgres")];
}
