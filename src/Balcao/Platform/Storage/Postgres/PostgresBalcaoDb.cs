using Balcao.Platform.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Platform.Storage.Postgres;

public sealed class PostgresBalcaoDb(DbContextOptions<PostgresBalcaoDb> options) : BalcaoDb(options)
{
    protected override Type IdConverter => typeof(UuidIdConverter<>);

    protected override void MapSearchRow(EntityTypeBuilder row) => row.Ignore(nameof(ISearchRow.Number));
}

/// <summary>For <c>dev/migrate</c>: makes migrations without a database.</summary>
internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresBalcaoDb>
{
    public PostgresBalcaoDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresBalcaoDb>().UseNpgsql("Host=localhost").Options);
}
