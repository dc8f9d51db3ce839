using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Balcao.Platform.Storage;

/// <summary>Makes an entity of a row whose columns come in the order of <see cref="TableMap.Columns"/>, by EF's mapping.</summary>
internal static class RowReader
{
    public static Func<DbDataReader, object> Of(Type type, IReadOnlyList<Column> columns)
    {
        var reader = Expression.Parameter(typeof(DbDataReader), "reader");
        var entity = Expression.MemberInit(Expression.New(type), columns.Select((column, i) => Expression.Bind(Column.MemberOf(column.Property), Read(reader, column.Property, i))));
        return Expression.Lambda<Func<DbDataReader, object>>(entity, reader).Compile();
    }

    private static Expression Read(ParameterExpression reader, IProperty property, int place)
    {
        var converter = property.GetRelationalTypeMapping().Converter;
        var stored = converter?.ProviderClrType ?? Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        Expression value = Expression.Call(reader, nameof(DbDataReader.GetFieldValue), [stored], Expression.Constant(place));
        if (converter is not null) value = Expression.Invoke(converter.ConvertFromProviderExpression, value);
        if (value.Type != property.ClrType) value = Expression.Convert(value, property.ClrType);
        return property.IsNullable
            ? Expression.Condition(Expression.Call(reader, nameof(DbDataReader.IsDBNull), null, Expression.Constant(place)), Expression.Default(property.ClrType), value)
            : value;
    }
}
