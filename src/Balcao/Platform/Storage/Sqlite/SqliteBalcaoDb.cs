using Balcao.Platform.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Platform.Storage.Sqlite;

public sealed class SqliteBalcaoDb(DbContextOptions<SqliteBalcaoDb> options) : BalcaoDb(options)
{
    protected override Type IdConverter => typeof(BlobIdConverter<>);

    // FTS5 refers to rows by an integer key; unless it is declared, VACUUM may change it.
    protected override void MapSearchRow(EntityTypeBuilder row)
    {
        var key = row.Metadata.FindPrimaryKey()!.Properties.Select(p => p.Name).ToArray();
        row.HasKey(nameof(ISearchRow.Number));
        row.Property(nameof(ISearchRow.Number)).ValueGeneratedOnAdd();
        row.HasIndex(key).IsUnique();
    }
}

/// <summary>For <c>dev/migrate</c>: creates migrations without a database.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteBalcaoDb>
{
    public SqliteBalcaoDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteBalcaoDb>().UseSqlite("Data Source=:memory:").Options);
}
