using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Balcao.Platform.Storage;

/// <summary>
/// Makes an entity from a row that has <see cref="TableMap.Columns"/>, in their order, from a given column on; uses EF's
/// mapping.
/// </summary>
internal static class RowReader
{
    public static Func<DbDataReader, int, object> Of(Type type, IReadOnlyList<Column> columns)
    {
        var (reader, first) = (Expression.Parameter(typeof(DbDataReader), "reader"), Expression.Parameter(typeof(int), "first"));
        var entity = Expression.MemberInit(Expression.New(type), columns.Select((column, i) =>
            Expression.Bind(Column.MemberOf(column.Property), Read(reader, column.Property, Expression.Add(first, Expression.Constant(i))))));
        return Expression.Lambda<Func<DbDataReader, int, object>>(entity, reader, first).Compile();
    }

    private static Expression Read(ParameterExpression reader, IProperty property, Expression place)
    {
        var converter = property.GetRelationalTypeMapping().Converter;
        var stored = converter?.ProviderClrType ?? Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        Expression value = Expression.Call(reader, nameof(DbDataReader.GetFieldValue), [stored], place);
        if (converter is not null) value = Expression.Invoke(converter.ConvertFromProviderExpression, value);
        if (value.Type != property.ClrType) value = Expression.Convert(value, property.ClrType);
        return property.IsNullable
            ? Expression.Condition(Expression.Call(reader, nameof(DbDataReader.IsDBNull), null, place), Expression.Default(property.ClrType), value)
            : value;
    }
}
