using Xunit.v3;

namespace Balcao.Tests;

/// <summary>The tests need no database: <c>dev/test</c> runs them once, not again on PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Class)]
sealed class WithoutDatabaseAttribute : Attribute, ITraitAttribute
{
    public const string Value = "none";

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new(TestDatabase.Trait, Value)];
}

/// <summary>The test can be run on SQLite alone: <c>dev/test postgres</c> leaves it out.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
sealed class OnSqliteAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new(TestDatabase.Trait, "sqlite")];
}

/// <summary>The test can be run on PostgreSQL alone: <c>dev/test rules</c> leaves it out.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
sealed class OnPostgresAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new(TestDatabase.Trait, "postgres")];
}
