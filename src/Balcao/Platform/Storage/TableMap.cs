using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Balcao.Platform.Storage;

/// <summary>
/// A table's columns and the values an entity has for them, read from EF's model, so that a module's <c>…Tables.cs</c> is the
/// only description of the table for both ways of writing.
/// </summary>
internal sealed class TableMap
{
    private readonly Lazy<Func<DbDataReader, int, object>> _read;
    private readonly Dictionary<string, Column> _byProperty;

    public TableMap(IEntityType type)
    {
        Name = type.GetTableName()!;
        Refuse(type);
        Columns = [.. type.GetProperties().Select(Column.Of)];
        Inserted = [.. Columns.Where(column => !column.IsGiven)];
        Key = [.. Columns.Where(column => column.Property.IsPrimaryKey())];
        Version = Columns.SingleOrDefault(column => column.Property.IsConcurrencyToken);
        Changeable = [.. Columns.Where(column => !column.Property.IsPrimaryKey() && column != Version)];
        Changes = Comparison(type.ClrType, Changeable.Select(column => column.Property));
        Numbered = Columns.SingleOrDefault(column => SequenceMapping.CounterOf(column.Property) is not null);
        Counter = Numbered is null ? null : SequenceMapping.CounterOf(Numbered.Property);
        _read = new(() => RowReader.Of(type.ClrType, Columns));
        _byProperty = Columns.ToDictionary(column => column.Property.Name);
    }

    public string Name { get; }

    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The columns written for a new row; the database generates the others.</summary>
    public IReadOnlyList<Column> Inserted { get; }

    public IReadOnlyList<Column> Key { get; }

    /// <summary>The version column, which must be unchanged for an update; null for tables without one.</summary>
    public Column? Version { get; }

    public IReadOnlyList<Column> Changeable { get; }

    /// <summary>The column of <see cref="INumbered.SequenceNumber"/>, in tables whose rows are numbered.</summary>
    public Column? Numbered { get; }

    /// <summary>The name of the tenant's counter for <see cref="Numbered"/>.</summary>
    public string? Counter { get; }

    /// <summary>
    /// Compares two states of an entity: a bit for each of <see cref="Changeable"/> that differs, the lowest for the
    /// first.
    /// </summary>
    public Func<object, object, ulong> Changes { get; }

    /// <summary>The columns of <see cref="Changeable"/> whose bit is set.</summary>
    public IEnumerable<Column> Changed(ulong changes) => Changeable.Where((_, i) => (changes & (1UL << i)) != 0);

    /// <summary>Throws at the start of the program, not later in a lane, for a table that a bulk write does not support.</summary>
    private static void Refuse(IEntityType type)
    {
        if (type.GetComplexProperties().FirstOrDefault() is { } complex) Complain($"{complex.Name} is a complex type");
        if (type.GetNavigations().FirstOrDefault(navigation => navigation.TargetEntityType.IsOwned()) is { } owned) Complain($"{owned.Name} is an owned type");
        if (type.FindPrimaryKey() is null) Complain("it has no key");
        if (type.GetProperties().FirstOrDefault(property => property.IsShadowProperty()) is { } shadow) Complain($"{shadow.Name} is no member of the type");
        var changeable = type.GetProperties().Count(property => !property.IsPrimaryKey() && !property.IsConcurrencyToken);
        if (changeable > MostChangeable) Complain($"it has {changeable} columns that may change, and a change is a bit of {MostChangeable}");

        void Complain(string reason) => throw new NotSupportedException($"{type.ClrType.Name} cannot be written in bulk: {reason}. See {nameof(TableMap)}.");
    }

    private const int MostChangeable = 64;

    /// <summary>All tables, parents before children, so that rows written in this order find the rows they refer to.</summary>
    public static IReadOnlyDictionary<Type, (TableMap Map, int Order)> Of(IModel model)
    {
        var (ordered, seen) = (new List<IEntityType>(), new HashSet<IEntityType>());
        foreach (var type in model.GetEntityTypes()) Visit(type);
        return ordered.Select((type, order) => (type, order)).ToDictionary(t => t.type.ClrType, t => (new TableMap(t.type), t.order));

        void Visit(IEntityType type)
        {
            if (!seen.Add(type)) return;
            foreach (var key in type.GetForeignKeys()) Visit(key.PrincipalEntityType);
            ordered.Add(type);
        }
    }

    /// <summary>
    /// The entity of the reader's current row, which has <see cref="Columns"/> in their order from
    /// <paramref name="first"/> on.
    /// </summary>
    public object Read(DbDataReader reader, int first) => _read.Value(reader, first);

    public Column ColumnOf(string property) => _byProperty[property];

    private static Func<object, object, ulong> Comparison(Type type, IEnumerable<IProperty> properties)
    {
        var (one, other) = (Expression.Parameter(typeof(object), "one"), Expression.Parameter(typeof(object), "other"));
        var bits = properties.Select((property, i) =>
        {
            var comparer = Expression.Property(null, typeof(EqualityComparer<>).MakeGenericType(property.ClrType), nameof(EqualityComparer<object>.Default));
            var same = Expression.Call(comparer, nameof(Equals), null, Column.MemberOf(one, type, property), Column.MemberOf(other, type, property));
            return (Expression)Expression.Condition(same, Expression.Constant(0UL), Expression.Constant(1UL << i));
        }).Aggregate((Expression)Expression.Constant(0UL), Expression.Or);
        return Expression.Lambda<Func<object, object, ulong>>(bits, one, other).Compile();
    }
}

/// <summary>One column: its name, its type in the database, and an entity's value for it.</summary>
internal abstract class Column(IProperty property)
{
    public IProperty Property => property;

    public string Name { get; } = property.GetColumnName();

    /// <summary>Without a length: <c>uuid</c>, <c>bigint</c>, <c>character varying</c>.</summary>
    public string StoreType { get; } = property.GetColumnType().Split('(')[0];

    public bool MayBeNull => property.IsNullable;

    /// <summary>Whether the database generates the value; ids are made by the server.</summary>
    public bool IsGiven => property.ValueGenerated is ValueGenerated.OnAdd && property.ClrType == typeof(long);

    /// <summary>The stored form of a value of the model.</summary>
    public object ToStored(object value) => property.GetRelationalTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value)! : value;

    /// <summary>The stored form of many values, as one array of the database's type. None may be null.</summary>
    public Array ToStored(IReadOnlyList<object> values)
    {
        var type = property.GetRelationalTypeMapping().Converter?.ProviderClrType ?? Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        var stored = Array.CreateInstance(type, values.Count);
        for (var i = 0; i < values.Count; i++) stored.SetValue(ToStored(values[i]), i);
        return stored;
    }

    /// <summary>An entity's value in stored form; null for NULL.</summary>
    public abstract object? ValueOf(object entity);

    /// <summary>The values of many entities in stored form, as one array of the database's type.</summary>
    public abstract Array ValuesOf(IReadOnlyList<object> entities);

    public static Column Of(IProperty property)
    {
        var entity = Expression.Parameter(typeof(object), "entity");
        var stored = Stored(MemberOf(entity, property.DeclaringType.ClrType, property), property);
        return (Column)Activator.CreateInstance(
            typeof(Column<>).MakeGenericType(stored.Type), property, Expression.Lambda(stored, entity).Compile())!;
    }

    public static MemberExpression MemberOf(Expression entity, Type type, IProperty property) =>
        Expression.MakeMemberAccess(Expression.Convert(entity, type), MemberOf(property));

    public static MemberInfo MemberOf(IProperty property) => (MemberInfo?)property.PropertyInfo ?? property.FieldInfo!;

    /// <summary>Applies the column's value converter to the member; NULL stays NULL.</summary>
    private static Expression Stored(Expression member, IProperty property)
    {
        var converter = property.GetRelationalTypeMapping().Converter;
        if (converter is null) return member.Type.IsValueType && Nullable.GetUnderlyingType(member.Type) is null ? AsNullable(member) : member;
        var convert = converter.ConvertToProviderExpression;
        if (Nullable.GetUnderlyingType(member.Type) is { } && convert.Parameters[0].Type != member.Type)
        {
            var converted = AsNullable(Expression.Invoke(convert, Expression.Property(member, "Value")));
            return Expression.Condition(Expression.Property(member, "HasValue"), converted, Expression.Constant(null, converted.Type));
        }
        return AsNullable(Expression.Invoke(convert, member));
    }

    private static Expression AsNullable(Expression value) =>
        value.Type.IsValueType && Nullable.GetUnderlyingType(value.Type) is null
            ? Expression.Convert(value, typeof(Nullable<>).MakeGenericType(value.Type)) : value;
}

internal sealed class Column<T>(IProperty property, Func<object, T> read) : Column(property)
{
    public override object? ValueOf(object entity) => read(entity);

    public override Array ValuesOf(IReadOnlyList<object> entities)
    {
        var values = new T[entities.Count];
        for (var i = 0; i < values.Length; i++) values[i] = read(entities[i]);
        return values;
    }
}
