using Balcao.Platform.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Platform.Storage.Postgres;

public sealed class PostgresBalcaoDb(DbContextOptions<PostgresBalcaoDb> options) : BalcaoDb(options)
{
    protected override Type IdConverter => typeof(UuidIdConverter<>);

    internal override string AcrossTenantsSource(IReadOnlyProperty property) => $"{RowLevelSecurity.LookUpFunction(property)}({{0}})";

    protected override void MapSearchRow(EntityTypeBuilder row) => row.Ignore(nameof(ISearchRow.Number));

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()).Where(IsComparedByBytes)) property.SetCollation("C");
    }

    /// <summary>
    /// Whether a text is only compared and never sorted for people: WhatsApp's ids, our own words. With a language's collation each
    /// step in an index would cost several times as much. Names keep the database's collation, in which people expect them sorted.
    /// </summary>
    private static bool IsComparedByBytes(IMutableProperty property) =>
        property.Name != "Name" && (property.IsKey() || property.IsIndex())
        && (property.ClrType == typeof(string) || (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType).IsEnum);
}

/// <summary>For <c>dev/migrate</c>: creates migrations without a database.</summary>
internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresBalcaoDb>
{
    public PostgresBalcaoDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresBalcaoDb>().UseNpgsql("Host=localhost").Options);
}
