using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Platform.Storage;

/// <summary>
/// Finds one row by a unique value while its tenant is not known yet: somebody signs in. The unit of work needs no scope for it,
/// and gets no other row.
/// </summary>
public static class LookUpAcrossTenants
{
    private const string Annotation = "Balcao:FoundAcrossTenants";

    /// <summary>Declares the property as one by which rows are found so. It is unique.</summary>
    public static PropertyBuilder<T> IsFoundAcrossTenants<T>(this PropertyBuilder<T> builder) => builder.HasAnnotation(Annotation, true);

    internal static IEnumerable<IProperty> Of(IModel model) => model.GetEntityTypes().SelectMany(Of);

    internal static IEnumerable<IProperty> Of(IEntityType type) => type.GetProperties().Where(property => property.FindAnnotation(Annotation) is not null);

    extension(BalcaoDb db)
    {
        /// <summary>The row whose property has the value, in whatever tenant; at most one.</summary>
        public IQueryable<T> AcrossTenants<T>(string property, object value) where T : class
        {
            var found = Of(db.Model.FindEntityType(typeof(T))!).Single(declared => declared.Name == property);
            var sql = $"SELECT * FROM {db.AcrossTenantsSource(found)}";
            return db.Set<T>().FromSqlRaw(sql, value);
        }
    }
}
